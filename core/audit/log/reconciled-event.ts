import { counted } from '../../counted.ts';
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
  const compared = `Compared ${counted(events, 'event')} of ${counted(days, 'day')} with a log of ${counted(entries, 'entry', 'entries')} and read ${read.toLocaleString('en')} of them again.`;
  if (found === 0) return { type: 'ledger.reconciled', details: { detail: compared } };
  const named = differences
    .slice(0, maxNamed)
    .map(({ kind, key, versionId }) => `${key} is ${kind}${versionId ? ` (version ${versionId})` : ''}`);
  const detail = `${compared} Found ${counted(found, 'difference')}, put back ${counted(repaired, 'copy', 'copies')}. ${named.join('; ')}.`;
  return { type: 'ledger.differed', details: { outcome: 'failure', code: 'differences', detail } };
}
