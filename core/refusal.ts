import type { EventDetails } from './audit/event.ts';

/** Why something was refused; the contract gives each code its HTTP status. */
export type RefusalCode =
  | 'not-allowed'
  | 'own-request'
  | 'grant-not-open'
  | 'query-refused'
  | 'log-group-outside-scope'
  | 'time-outside-window'
  | 'not-found'
  | 'unknown-scope'
  | 'duration-too-long'
  | 'idempotency-key-reused'
  | 'terms-changed'
  | 'already-decided'
  | 'wrong-state'
  | 'link-invalid'
  | 'invalid-page-token'
  | 'copy-expired'
  | 'sql-refused'
  | 'query-failed'
  | 'too-many-queries';

interface FieldError {
  field?: string;
  message: string;
  line?: number;
  column?: number;
  offset?: number;
  length?: number;
}

/** An expected no: what failed, the value got and the way out. */
export interface Refusal {
  code: RefusalCode;
  detail: string;
  errors?: FieldError[];
  requestId?: string;
  /** What the event of the refusal says beyond this. */
  evidence?: EventDetails;
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });

export function refuse(code: RefusalCode, detail: string, more: Partial<Refusal> = {}): Outcome<never> {
  return { ok: false, refusal: { code, detail, ...more } };
}
