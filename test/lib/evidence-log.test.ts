import { describe, expect, it } from 'vitest';
import { plain, statementsOf, synthesized } from './synthesized.ts';

const stack = synthesized();

const denial = (policy: string, sid: string) =>
  statementsOf(stack.one('AWS::S3::BucketPolicy', policy).Properties['PolicyDocument']).find(
    ({ Effect, Sid }) => Effect === 'Deny' && Sid === sid,
  );
const allowedOf = (role: string) => stack.allowed(role);

describe('the log of the evidence', () => {
  it('is written by the ledger alone, which writes no event', () => {
    const log = denial('EvidenceBucketPolicy', 'RefuseForgingLog');
    expect(plain(log?.Resource)).toMatch(/\/log\/\*$/);
    expect(plain(log?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'])).toMatch(/^<FunctionsLedgerRole/);
    const events = denial('EvidenceBucketPolicy', 'RefuseForgingEvents');
    expect(plain(events?.Resource)).toMatch(/\/events\/\*$/);
    const writers = events?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'] as unknown[];
    expect(writers.length).toBe(11);
    expect(writers.map(plain).join()).not.toContain('Ledger');
  });

  it('is served from a bucket that only the ledger may write to, and that is not locked', () => {
    const refused = denial('EvidenceLogBucketPolicy', 'RefuseForging');
    expect(plain(refused?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'])).toMatch(
      /^<FunctionsLedgerRole/,
    );
    expect(stack.one('AWS::S3::Bucket', 'EvidenceLogBucket').Properties['ObjectLockEnabled']).toBeUndefined();
  });

  it('is signed with an Ed25519 key that the ledger alone may use', () => {
    expect(stack.one('AWS::KMS::Key', 'KeysLog').Properties).toMatchObject({
      KeySpec: 'ECC_NIST_EDWARDS25519',
      KeyUsage: 'SIGN_VERIFY',
    });
    const actions = allowedOf('FunctionsLedgerRole').map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith('kms:')).sort()).toEqual([
      'kms:GetPublicKey',
      'kms:Sign',
    ]);
    const ofAuditor = allowedOf('AuditLakeAuditor').map(({ action }) => action);
    expect(ofAuditor).toContain('kms:GetPublicKey');
    expect(ofAuditor).not.toContain('kms:Sign');
    expect(allowedOf('FunctionsRequestsRole').map(({ action }) => action)).not.toContain('kms:Sign');
  });

  it('takes nothing away: the ledger may delete nothing and lock nothing', () => {
    const actions = allowedOf('FunctionsLedgerRole').map(({ action }) => action);
    expect(actions.filter((action) => /Delete|PutObject(Retention|LegalHold)|Bypass/.test(action))).toEqual(
      [],
    );
  });
});
