import { AwsError } from '../../aws/types.ts';

export type RetentionMode = 'GOVERNANCE' | 'COMPLIANCE';
export interface Retention {
  mode: RetentionMode;
  /** Milliseconds since the epoch. */
  retainUntil: number;
}
/** A bucket's default retention; S3 takes either days or years. */
export type RetentionPeriod = { mode: RetentionMode } & ({ days: number } | { years: number });

export interface Locked {
  retention?: Retention | undefined;
  legalHold?: boolean | undefined;
}

export function retentionFrom(period: RetentionPeriod, now: number): Retention {
  const until = new Date(now);
  if ('days' in period) until.setUTCDate(until.getUTCDate() + period.days);
  else until.setUTCFullYear(until.getUTCFullYear() + period.years);
  return { mode: period.mode, retainUntil: until.getTime() };
}

/**
 * Refuses the deletion of a version that its lock protects. Compliance mode and a legal hold bend for nobody;
 * governance mode bends for `bypass`, which the caller must have had authorized.
 */
export function assertDeletable(version: Locked, bypass: boolean, now: number): void {
  const { retention } = version;
  const retained = retention !== undefined && retention.retainUntil > now;
  if (version.legalHold === true || (retained && !(retention.mode === 'GOVERNANCE' && bypass))) {
    throw new AwsError('AccessDenied', 'Access Denied because object protected by object lock.', 403);
  }
}

/** Refuses a change of retention that would weaken it: shorter, to governance mode, or none at all. */
export function assertRetentionChange(
  version: Locked,
  wanted: Retention | undefined,
  bypass: boolean,
  now: number,
): void {
  const current = version.retention;
  if (current === undefined || current.retainUntil <= now) return;
  if (current.mode === 'GOVERNANCE' && bypass) return;
  const keepsMode = wanted?.mode === current.mode || wanted?.mode === 'COMPLIANCE';
  if (wanted !== undefined && keepsMode && wanted.retainUntil >= current.retainUntil) return;
  throw new AwsError('AccessDenied', 'Access Denied because object protected by object lock.', 403);
}

export function parseMode(value: string | undefined): RetentionMode {
  if (value === 'GOVERNANCE' || value === 'COMPLIANCE') return value;
  throw new AwsError(
    'InvalidArgument',
    `Unknown object lock mode ${value ?? '(none)'}: GOVERNANCE or COMPLIANCE.`,
  );
}

/** @throws AwsError `InvalidArgument` unless the date is valid and in the future. */
export function parseRetainUntil(value: string | undefined, now: number): number {
  const retainUntil = Date.parse(value ?? '');
  if (Number.isNaN(retainUntil)) throw new AwsError('InvalidArgument', `Not a date: ${value ?? '(none)'}.`);
  if (retainUntil <= now)
    throw new AwsError('InvalidArgument', 'The retain until date must be in the future!');
  return retainUntil;
}
