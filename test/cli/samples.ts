import type { AccessRequest } from '../../cli/output/request.ts';

export const requestId = 'req-01k0000000000000000000000a';
export const otherId = 'req-01k0000000000000000000000b';

export function sampleRequest(changes: Partial<AccessRequest> = {}): AccessRequest {
  return {
    id: requestId,
    state: 'pending',
    kind: 'standard',
    scope: 'checkout-prod',
    logGroups: ['/checkout/api'],
    sensitivity: 'high',
    requester: 'alice',
    requesterName: 'Alice Moreau',
    reason: 'Payments fail since 05:10',
    durationSeconds: 1800,
    termsDigest: 'ab'.repeat(32),
    submittedAt: '2026-11-21T05:12:00.000Z',
    decideBy: '2026-11-21T05:42:00.000Z',
    ...changes,
  };
}

export function sampleGrant(changes: Partial<AccessRequest> = {}): AccessRequest {
  return sampleRequest({
    state: 'active',
    decision: { approved: true, by: 'bob', at: '2026-11-21T05:13:00.000Z' },
    grantedAt: '2026-11-21T05:13:00.000Z',
    expiresAt: '2026-11-21T05:43:00.000Z',
    ...changes,
  });
}

export const handle = `q-${'A'.repeat(32)}`;

export function sampleResults(changes: object = {}): object {
  return { id: handle, state: 'complete', columns: [], rows: [], redactions: {}, hints: [], ...changes };
}

export const startedQuery = {
  id: handle,
  state: 'running',
  requestId,
  from: '2026-11-21T04:00:00.000Z',
  to: '2026-11-21T05:00:00.000Z',
  logGroups: ['/checkout/api'],
};

export const alice = {
  person: 'alice',
  name: 'Alice Moreau',
  email: 'alice@shop.example',
  groups: ['engineers'],
  auditor: false,
  supervisor: false,
};
