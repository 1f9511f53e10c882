import type { VerifyOptions } from '../../core/audit/log/verify/options.ts';
import type { Tally } from '../../core/audit/log/verify/report.ts';
import type { EvidenceStore } from '../../core/audit/log/verify/store.ts';
import { counted } from '../../core/counted.ts';

/** What the verifier has found, in one line. */
export function verdictOf(tally: Readonly<Tally>, nowMs: number): string {
  const { entries, events, pending, expired, manifests, checkpoints, findings } = tally;
  const verdict = findings === 0 ? 'clean' : counted(findings, 'finding');
  const waiting = pending > 0 ? `, ${pending} too young to be in it` : '';
  const gone = expired > 0 ? `, ${expired} expired` : '';
  const asOf = new Date(nowMs).toISOString();
  return `${verdict}: ${counted(events, 'event')} for ${counted(entries, 'entry', 'entries')} in ${counted(manifests, 'manifest')} under ${counted(checkpoints, 'signed head')}${waiting}${gone}, as of ${asOf}`;
}

/** What nobody should take for verified. */
export function uncheckedOf(
  { knowsVersions }: EvidenceStore,
  { days, retentionDays, served, copies }: VerifyOptions,
  { locks, expired }: Readonly<Tally>,
): string[] {
  return [
    ...(days === undefined ? [] : ['events of other days']),
    ...(expired === 0 ? [] : ['events that have expired']),
    ...(knowsVersions ? [] : ['versions and delete markers, since the copy has no list of them']),
    ...(retentionDays === undefined ? ['locks; say with --retention how many days were promised'] : []),
    ...(retentionDays !== undefined && locks === 0 ? ['locks, since the copy does not tell them'] : []),
    ...(copies === undefined ? ['the fast copy of the events'] : []),
    ...(served === undefined ? ['the served log; name it with --served'] : []),
  ];
}
