import { describe, expect, it } from 'vitest';
import { submit } from '../../../core/access/submit.ts';
import type { RequestAction } from '../../../core/policy/authorize.ts';
import { causeOf, good, inMemory } from '../../support/in-memory.ts';

const everybody = ['alice', 'bob', 'beth', 'carol', 'dave', 'sam'];

/** Who may do what with a request of alice's for checkout-prod: the whole table, so that a changed policy shows. */
const allowed: Record<RequestAction, string[]> = {
  decideRequest: ['bob', 'beth'],
  readRequest: ['alice', 'bob', 'beth', 'carol', 'sam'],
  cancelRequest: ['alice'],
  releaseGrant: ['alice'],
  revokeGrant: ['bob', 'beth', 'sam'],
  reviewBreakGlass: ['bob', 'beth', 'sam'],
  useGrant: ['alice'],
};

async function asked(who = 'alice') {
  const it = inMemory();
  const submission = { scope: 'checkout-prod', reason: '5xx spike after deploy', durationSeconds: 60 };
  const request = good(await submit(it.base, it.person(who), causeOf(who), submission));
  const may = (person: string, action: RequestAction, termsDigest = request.termsDigest) =>
    it.base.authorization.onRequest(
      it.person(person),
      action,
      request,
      action === 'decideRequest' ? { termsDigest } : {},
    ).ok;
  return { ...it, request, may };
}

describe('the policies', () => {
  it.each(Object.entries(allowed) as [RequestAction, string[]][])(
    'allow %s to %s and nobody else',
    async (action, who) => {
      const { may } = await asked();
      expect(everybody.filter((person) => may(person, action))).toEqual(who);
    },
  );

  it('let nobody decide or review their own request, though their groups would', async () => {
    const { may } = await asked('bob');
    expect(may('bob', 'decideRequest')).toBe(false);
    expect(may('bob', 'reviewBreakGlass')).toBe(false);
    expect(may('beth', 'decideRequest')).toBe(true);
  });

  it('let nobody decide on terms they did not see', async () => {
    const { may } = await asked();
    expect(may('bob', 'decideRequest', '0'.repeat(64))).toBe(false);
  });

  it('no longer let somebody in who has left the groups', async () => {
    const { base, request, person } = await asked();
    const left = { ...person('alice'), groups: [] };
    expect(base.authorization.onRequest(left, 'useGrant', request).ok).toBe(false);
  });

  it('show audit to auditors and open access to supervisors and auditors', () => {
    const { base, person } = inMemory();
    const may = (action: 'readAudit' | 'queryAudit' | 'listOpenAccess' | 'readReports' | 'holdEvidence') =>
      everybody.filter((key) => base.authorization.onInstallation(person(key), action).ok);
    expect(may('readAudit')).toEqual(['carol']);
    expect(may('queryAudit')).toEqual(['carol']);
    expect(may('listOpenAccess')).toEqual(['carol', 'sam']);
    expect(may('holdEvidence')).toEqual(['carol', 'sam']);
    expect(may('readReports')).toEqual(['carol']);
  });

  it('let reviewers sign off what is not about themselves', () => {
    const { base, person } = inMemory((config) => {
      config.periodicReview = { reviewers: ['auditors', 'supervisors'] };
    });
    const may = (concerns: string[]) =>
      everybody.filter((key) => base.authorization.onReportItem(person(key), { id: 'a-1', concerns }).ok);
    expect(may([])).toEqual(['carol', 'sam']);
    expect(may(['alice', 'sam'])).toEqual(['carol']);
  });
});
