import type { Cause } from '../audit/cause.ts';
import { buildEvent } from '../audit/record.ts';
import { describeRequest } from '../audit/redacted-text.ts';
import { formatDuration } from '../duration.ts';
import { type Scope, scopeNamed } from '../policy/config.ts';
import type { Person } from '../policy/directory.ts';
import type { Workflow } from '../ports.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { ForPeople } from './load.ts';
import type { AccessRequest, EmergencyCategory, RequestStatus, Terms } from './request.ts';
import { ensureWorkflow } from './workflow.ts';

export interface Submission {
  scope: string;
  reason: string;
  ticket?: string | undefined;
  durationSeconds: number;
  breakGlass?: { category: EmergencyCategory } | undefined;
}

/**
 * Asks for a view of a scope. With a break-glass category the view opens in the same write, to be reviewed afterwards.
 * The same idempotency key of the same person always names the same request.
 */
export async function submit(
  base: ForPeople & { workflow: Workflow },
  person: Person,
  cause: Cause,
  submission: Submission,
  idempotencyKey?: string,
): Promise<Outcome<AccessRequest>> {
  const scope = scopeNamed(base.config, submission.scope);
  if (!scope || !base.authorization.onScope(person, 'seeScope', scope)) {
    return refuse(
      'unknown-scope',
      `There is no scope “${submission.scope}”, or it is not for you. See your scopes.`,
    );
  }
  const refused = refuseByRule(base, person, scope, submission);
  if (refused) return refused;

  const request = await prepare(base, person, cause, scope, submission, idempotencyKey);
  if (await base.requests.insert(request)) return done(await ensureWorkflow(base, request));

  const existing = await base.requests.get(request.id);
  if (existing?.bodyDigest !== request.bodyDigest) {
    return refuse(
      'idempotency-key-reused',
      'This Idempotency-Key was sent before with another body. Use a new key for a new request.',
    );
  }
  return done(await ensureWorkflow(base, existing));
}

function refuseByRule(
  base: ForPeople,
  person: Person,
  scope: Scope,
  submission: Submission,
): Outcome<never> | undefined {
  if (submission.breakGlass && !scope.breakGlass) {
    return refuse('not-allowed', `The glass of “${scope.name}” cannot be broken; ask for access instead.`);
  }
  const action = submission.breakGlass ? 'breakGlass' : 'submitRequest';
  if (!base.authorization.onScope(person, action, scope)) {
    const needed = submission.breakGlass ? scope.breakGlass?.eligible : scope.requesters;
    return refuse(
      'not-allowed',
      `This is for people in ${needed?.join(', ')}; you are in ${groupList(person)}.`,
    );
  }
  const limitSeconds =
    (submission.breakGlass && scope.breakGlass?.maxDurationSeconds) ?? scope.maxDurationSeconds;
  if (submission.durationSeconds > limitSeconds) {
    const limit = formatDuration(limitSeconds);
    const detail = `“${scope.name}” opens for ${limit} at most, you asked for ${formatDuration(submission.durationSeconds)}.`;
    return refuse('duration-too-long', detail, {
      errors: [{ field: 'durationSeconds', message: `${limitSeconds} (${limit}) at most` }],
    });
  }
  return undefined;
}

async function prepare(
  base: ForPeople,
  person: Person,
  cause: Cause,
  scope: Scope,
  submission: Submission,
  idempotencyKey: string | undefined,
): Promise<AccessRequest> {
  const now = base.clock.now();
  const terms = termsOf(person, scope, submission);
  const identity = {
    id: requestId(base, person, now, idempotencyKey),
    terms,
    termsDigest: base.digest.sha256(`vitrine/terms/v1\n${JSON.stringify(terms)}`),
  };
  const status = firstStatus(base, scope, submission, now);
  const opened = status.state === 'active';
  const event = buildEvent(base, cause, opened ? 'grant.glass_broken' : 'request.submitted', {
    ...(await describeRequest(base, identity)),
    ...(opened && {
      granted_at: new Date(status.grantedAt).toISOString(),
      expires_at: new Date(status.expiresAt).toISOString(),
      ...(status.review && { review_due_at: new Date(status.review.dueAt).toISOString() }),
    }),
  });
  return {
    ...identity,
    version: 1,
    bodyDigest: base.digest.sha256(JSON.stringify(submission)),
    submittedAt: now,
    correlationId: cause.correlationId,
    workflow: 'missing',
    outbox: [event],
    ...status,
  };
}

function firstStatus(base: ForPeople, scope: Scope, submission: Submission, now: number): RequestStatus {
  if (!submission.breakGlass) return { state: 'pending', decideBy: now + scope.approvalWindowSeconds * 1000 };
  return {
    state: 'active',
    grantedAt: now,
    expiresAt: now + submission.durationSeconds * 1000,
    review: {
      state: 'due',
      dueAt: now + submission.durationSeconds * 1000 + base.config.review.windowSeconds * 1000,
    },
  };
}

/** Field order is fixed here, so that the digest of equal terms is equal. */
function termsOf(person: Person, scope: Scope, submission: Submission): Terms {
  return {
    kind: submission.breakGlass ? 'break-glass' : 'standard',
    scope: scope.name,
    logGroups: scope.logGroups,
    sensitivity: scope.sensitivity,
    redaction: scope.redaction,
    requester: person.key,
    reason: submission.reason,
    ...(submission.ticket !== undefined && { ticket: submission.ticket }),
    ...(submission.breakGlass && { emergencyCategory: submission.breakGlass.category }),
    durationSeconds: submission.durationSeconds,
  };
}

/** `req-` and 26 characters of Crockford's base 32: a ULID, or 130 bits of the hash of person and idempotency key. */
function requestId(base: ForPeople, person: Person, now: number, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return `req-${base.ids.ulid(now).toLowerCase()}`;
  const hash = BigInt(`0x${base.digest.sha256(`vitrine/idempotency/v1\n${person.key}\n${idempotencyKey}`)}`);
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  let id = '';
  for (let i = 0; i < 26; i++) id += alphabet[Number((hash >> BigInt(5 * i)) & 31n)];
  return `req-${id}`;
}

const groupList = (person: Person) =>
  person.groups.length > 0 ? person.groups.join(', ') : 'no group that counts';
