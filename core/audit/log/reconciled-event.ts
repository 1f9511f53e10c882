import type { EventDetails, EventType } from '../event.ts';
import type { Reconciled } from './reconciler.ts';

/** Differences named in the event; the function's log has more. */
const maxNamed = 10;

/** What the evidence tells of a reconciliation. */
export function reconciledEvent(reconciled: Reconciled): {
  type: EventType;
  details: Omit<EventDetails, 'type'>;
} {
  const { entries, days, events, read, repaired, found, differences } = reconciled;
  const compared = `Compared ${events} events of ${days} days with a log of ${entries} entries and read ${read} of them again.`;
  if (found === 0) return { type: 'ledger.reconciled', details: { detail: compared } };
  const named = differences
    .slice(0, maxNamed)
    .map(({ kind, key, versionId }) => `${key} is ${kind}${versionId ? ` (version ${versionId})` : ''}`);
  const detail = `${compared} Found ${found} differences, put back ${repaired} copies. ${named.join('; ')}.`;
  return { type: 'ledger.differed', details: { outcome: 'failure', code: 'differences', detail } };
}
