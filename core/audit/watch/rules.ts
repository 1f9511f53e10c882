import type { RuleName, RuleSettings } from '../../policy/watch.ts';
import { repeatedBreakGlass } from './break-glass.ts';
import { deniedCalls } from './denied-calls.ts';
import { outsideHours } from './outside-hours.ts';
import { probing } from './probing.ts';
import type { Finding, Seen } from './rule.ts';
import { volume } from './volume.ts';

type Rules = { [Name in RuleName]: (seen: Seen, settings: RuleSettings<Name>) => Finding[] };

const rules: Rules = { outsideHours, volume, deniedCalls, probing, repeatedBreakGlass };

export const ruleNames = Object.keys(rules) as RuleName[];

/** What the rules find that are switched on. */
export function findAll(seen: Seen): Finding[] {
  return ruleNames.flatMap((name) => applyRule(name, seen));
}

function applyRule<Name extends RuleName>(name: Name, seen: Seen): Finding[] {
  const settings: RuleSettings<Name> | false = seen.config.watch[name] as RuleSettings<Name> | false;
  return settings === false ? [] : rules[name](seen, settings);
}
