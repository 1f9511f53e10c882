import { closest, distance } from 'fastest-levenshtein';
import type { Row } from '../insights/execute.ts';
import type { Plan } from '../insights/plan.ts';
import type { Scope } from '../policy/config.ts';

/** More would hide the first ones. */
const maxHints = 5;

interface Answered {
  plan: Plan;
  /** The events that were read, redacted. */
  events: readonly Row[];
  scope: Scope;
}

/** Names of fields that no event has are no fault of a query, but often a slip of the pen. */
export function fieldHints({ plan, events, scope }: Answered): string[] {
  if (plan.order === 'groups') return [];
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
