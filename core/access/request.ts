import type { AuditEvent } from '../audit/event.ts';

/** What is decided on, exactly. Its digest binds decisions and mailed links to it. */
export interface Terms {
  kind: 'standard' | 'break-glass';
  scope: string;
  logGroups: readonly string[];
  sensitivity: 'low' | 'medium' | 'high' | 'critical';
  redaction: 'standard' | 'strict';
  requester: string;
  reason: string;
  ticket?: string;
  emergencyCategory?: EmergencyCategory;
  durationSeconds: number;
}

export type EmergencyCategory = 'outage' | 'data-loss' | 'security-incident' | 'customer-harm';
export type ClosedReason = 'expired' | 'released' | 'revoked' | 'failed';

export interface Decision {
  approved: boolean;
  by: string;
  at: number;
  note?: string;
}

/** The look that somebody must take at a broken glass afterwards. */
export type Review = { dueAt: number } & (
  | { state: 'due' | 'overdue' }
  | { state: 'done'; by: string; at: number; outcome: 'justified' | 'not-justified'; note: string }
);

interface Common {
  id: string;
  /** Counts writes; every transition is conditional on the version it saw. */
  version: number;
  terms: Terms;
  termsDigest: string;
  /** Hash of the body as sent, so that a repeated Idempotency-Key is told from a reused one. */
  bodyDigest: string;
  submittedAt: number;
  correlationId: string;
  /** Whether the workflow is known to run; the sweeper starts it when not. */
  workflow: 'missing' | 'started';
  /** Who put it under legal hold, and when. It does not expire then. */
  hold?: { by: string; at: number };
  /** Events of changes already made that are not in the evidence bucket yet. */
  outbox: readonly AuditEvent[];
}

/** Times are milliseconds since the epoch. */
export type RequestStatus =
  | { state: 'pending'; decideBy: number }
  | { state: 'approved'; decision: Decision }
  | { state: 'denied'; decision: Decision }
  | { state: 'cancelled' | 'lapsed'; closedAt: number }
  | { state: 'active'; decision?: Decision; grantedAt: number; expiresAt: number; review?: Review }
  | {
      state: 'closed';
      decision?: Decision;
      grantedAt?: number;
      expiresAt?: number;
      closedAt: number;
      closedReason: ClosedReason;
      review?: Review;
    };

export type AccessRequest = Common & RequestStatus;
export type InState<S extends RequestStatus['state']> = Common & Extract<RequestStatus, { state: S }>;
export type ActiveGrant = InState<'active'>;

/** The parts of a request that stay when its state changes. */
export function common(request: AccessRequest): Common {
  const { id, version, terms, termsDigest, bodyDigest, submittedAt, correlationId, workflow, outbox, hold } =
    request;
  const always = {
    id,
    version,
    terms,
    termsDigest,
    bodyDigest,
    submittedAt,
    correlationId,
    workflow,
    outbox,
  };
  return { ...always, ...(hold && { hold }) };
}

/** The grant if access is open at that moment. Expiry is data: nothing else needs to have happened. */
export function openAt(request: AccessRequest, now: number): ActiveGrant | undefined {
  return request.state === 'active' && now < request.expiresAt ? request : undefined;
}
