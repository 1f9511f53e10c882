import { closest, distance } from 'fastest-levenshtein';
import type { Times } from '../insights/compile.ts';
import { execute, type Row } from '../insights/execute.ts';
import { dependsOnOtherRows, type Plan } from '../insights/plan.ts';
import type { Query } from '../insights/syntax.ts';
import type { Scope } from '../policy/config.ts';

/** More would hide the first ones. */
const maxHints = 5;

interface Answered {
  plan: Plan;
  /** The query as it ran on the redacted events. */
  residual: Query;
  /** The events that were read, redacted. */
  events: readonly Row[];
  scope: Scope;
  times: Times;
}

/** Names of fields that no event has are no fault of a query, but often a slip of the pen. */
export function fieldHints({ plan, residual, events: read, scope, times }: Answered): string[] {
  if (plan.order === 'groups') return [];
  const events = keptEvents(residual, read, times);
  const present = new Set(events.flatMap((event) => [...event.keys()]));
  const known = [...new Set([...scope.plainFields, ...present])];
  const unknown = plan.fields.filter((name) => !present.has(name) && !isKnown(name, scope));
  return unknown.slice(0, maxHints).map((name) => {
    const like = nearest(name, known);
    const suggestion = like === undefined ? '' : ` Did you mean \`${like}\`?`;
    return events.length === 0
      ? `No event matched. Check that the events have a field \`${name}\`.${suggestion}`
      : `None of the events has a field \`${name}\`.${suggestion}`;
  });
}

/**
 * The events that the filters keep once they are redacted. What only a search of raw text has let through must not be told of:
 * that there is any would answer the search.
 */
function keptEvents(residual: Query, events: readonly Row[], times: Times): Row[] {
  const end = residual.commands.findIndex(dependsOnOtherRows);
  const commands = residual.commands.slice(0, end < 0 ? undefined : end);
  if (!commands.some(({ kind }) => kind === 'filter')) return [...events];
  const numbered = events.map((event, index) => new Map(event).set('@ptr', String(index)));
  const kept = execute({ ...residual, commands }, numbered, { ...times, pointers: true });
  const numbers = new Set(kept.map((row) => row.get('@ptr')));
  return events.filter((_, index) => numbers.has(String(index)));
}

function isKnown(name: string, scope: Scope): boolean {
  return name.startsWith('@') || scope.plainFields.includes(name);
}

/** A longer name is no slip of the pen, and would cost too much to compare. */
const maxNameLength = 60;

/** The name that differs in the fewest letters, if it differs in few. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const candidates = known.filter(({ length }) => length <= maxNameLength);
  if (name.length > maxNameLength || candidates.length === 0) return undefined;
  const like = closest(name, candidates);
  return distance(name, like) <= Math.min(2, name.length / 2) ? like : undefined;
}
