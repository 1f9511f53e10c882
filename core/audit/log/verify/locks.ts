import { dayMs } from '../../../day.ts';
import type { Checking } from './checking.ts';
import type { Lock, ObjectVersion } from './store.ts';

/** S3 counts from when it began to take the object and lists whole seconds. */
const toleranceMs = 60_000;

/** Checks that a version is locked as was promised, as far as can be seen. */
export function checkLock(
  { key, versionId, takenAtMs, lock: listed }: ObjectVersion,
  read: Lock | 'none' | undefined,
  { options, report }: Checking,
): void {
  const lock = read ?? listed;
  if (options.retentionDays === undefined || lock === undefined) return;
  report.tally.locks += 1;
  const where = { key, ...(versionId !== undefined && { versionId }) };
  if (lock === 'none' || lock.mode !== 'COMPLIANCE') {
    report.find({
      code: 'object-not-locked',
      ...where,
      detail: lock === 'none' ? 'no lock' : `lock mode ${lock.mode}`,
    });
    return;
  }
  if (takenAtMs === undefined) return;
  const promisedMs = takenAtMs + options.retentionDays * dayMs;
  if (lock.untilMs >= promisedMs - toleranceMs) return;
  const days = ((lock.untilMs - takenAtMs) / dayMs).toFixed(1);
  report.find({
    code: 'object-lock-short',
    ...where,
    detail: `locked for ${days} days; promised are ${options.retentionDays}`,
  });
}
