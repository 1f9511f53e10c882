import type { z } from 'zod';
import type * as shape from '../../contract/schemas.ts';
import type { AccessRequest, Review } from '../../core/access/request.ts';
import type { Config } from '../../core/policy/config.ts';
import { displayName } from '../../core/policy/directory.ts';

type RequestView = z.input<typeof shape.request>;

/** A request as the API shows it. */
export function requestView(config: Config, request: AccessRequest): RequestView {
  const { terms } = request;
  return {
    id: request.id,
    state: request.state,
    kind: terms.kind,
    scope: terms.scope,
    logGroups: [...terms.logGroups],
    sensitivity: terms.sensitivity,
    requester: terms.requester,
    requesterName: displayName(config, terms.requester),
    reason: terms.reason,
    ticket: terms.ticket,
    emergencyCategory: terms.emergencyCategory,
    durationSeconds: terms.durationSeconds,
    termsDigest: request.termsDigest,
    submittedAt: iso(request.submittedAt),
    ...progress(request),
  };
}

function progress(request: AccessRequest): Partial<RequestView> {
  switch (request.state) {
    case 'pending':
      return { decideBy: iso(request.decideBy) };
    case 'approved':
    case 'denied':
      return decided(request);
    case 'cancelled':
    case 'lapsed':
      return { closedAt: iso(request.closedAt) };
    case 'active':
    case 'closed':
      return {
        ...decided(request),
        ...(request.grantedAt !== undefined && { grantedAt: iso(request.grantedAt) }),
        ...(request.expiresAt !== undefined && { expiresAt: iso(request.expiresAt) }),
        ...(request.state === 'closed' && {
          closedAt: iso(request.closedAt),
          closedReason: request.closedReason,
        }),
        ...(request.review && { review: reviewView(request.review) }),
      };
  }
}

function decided({ decision }: Extract<AccessRequest, { decision?: unknown }>): Partial<RequestView> {
  return decision ? { decision: { ...decision, at: iso(decision.at) } } : {};
}

function reviewView(review: Review): NonNullable<RequestView['review']> {
  const dueAt = iso(review.dueAt);
  if (review.state !== 'done') return { state: review.state, dueAt };
  return { state: 'done', dueAt, by: review.by, outcome: review.outcome, note: review.note };
}

const iso = (ms: number) => new Date(ms).toISOString();
