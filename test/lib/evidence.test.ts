import { describe, expect, it } from 'vitest';
import { plain, statementsOf, synthesized } from './synthesized.ts';

const production = synthesized({ retention: { evidenceDays: 400 } });
const dev = synthesized({ installation: 'dev' });

const denials = (stack: typeof production) =>
  statementsOf(
    stack.one('AWS::S3::BucketPolicy', 'EvidenceBucketPolicy').Properties['PolicyDocument'],
  ).filter(({ Effect }) => Effect === 'Deny');
const denial = (stack: typeof production, sid: string) => denials(stack).find(({ Sid }) => Sid === sid);

describe('the evidence bucket in production', () => {
  const { Properties, DeletionPolicy } = production.one('AWS::S3::Bucket', 'EvidenceBucket');

  it('locks everything in compliance mode for the configured days', () => {
    expect(Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(DeletionPolicy).toBe('Retain');
  });

  it('is encrypted by S3’s own key, which nobody can delete', () => {
    expect(Properties['BucketEncryption']).toEqual({
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
  });

  it('refuses to overwrite a key, whoever asks', () => {
    expect(denial(production, 'RefuseOverwriting')).toMatchObject({
      Action: 's3:PutObject',
      Principal: { AWS: '*' },
      Condition: { Null: { 's3:if-none-match': 'true' } },
    });
  });

  it('refuses evidence of anybody but the event writers', () => {
    const refused = denial(production, 'RefuseForging');
    const writers = refused?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'] as unknown[];
    expect(refused?.Action).toBe('s3:PutObject');
    expect(writers.map(plain).map((arn) => arn.replace(/[0-9A-F]{8}\.Arn>$/, ''))).toEqual(
      [
        'Requests',
        'Approvals',
        'Queries',
        'Results',
        'Audit',
        'Notify',
        'Grant',
        'Close',
        'Sweeper',
        'Keeper',
        'Watch',
        'Reports',
        'Reconcile',
        'Ledger',
      ].map((name) => `<Functions${name}Role`),
    );
  });

  it('refuses reports of anybody but the function that writes them', () => {
    const refused = denial(production, 'RefuseForgingReports');
    expect(refused?.Action).toBe('s3:PutObject');
    expect(plain(refused?.Resource)).toMatch(/\/reviews\/\*$/);
    expect(plain(refused?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'])).toMatch(
      /^<FunctionsReportsRole/,
    );
    const s3 = production.allowed('FunctionsReportsRole').filter(({ action }) => action.startsWith('s3:'));
    const onEvidence = s3.filter(({ resource }) => resource.startsWith('<EvidenceBucket'));
    expect(
      onEvidence.map(({ action, resource }) => `${action} ${resource.replace(/^.*>/, '')}`).sort(),
    ).toEqual(['s3:GetObject /reviews/*', 's3:PutObject /events/*', 's3:PutObject /reviews/*']);
  });

  it('refuses to delete, and so to hide evidence behind a marker, and to go round the lock', () => {
    expect(denial(production, 'RefuseDeleting')).toMatchObject({
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      Principal: { AWS: '*' },
    });
    expect(denial(production, 'RefuseBypassing')?.Action).toBe('s3:BypassGovernanceRetention');
  });

  it('refuses the writers any retention or hold of their own', () => {
    expect(denial(production, 'RefuseWritersMore')?.Action).toEqual([
      's3:BypassGovernanceRetention',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:PutObjectLegalHold',
      's3:PutObjectRetention',
    ]);
  });

  it('lets one role put and lift legal holds on events, which one function may assume', () => {
    const refused = denial(production, 'RefuseHolds');
    expect(refused?.Action).toBe('s3:PutObjectLegalHold');
    expect(plain(refused?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'])).toMatch(/^<EvidenceHolder/);
    const allowed = production.allowed('EvidenceHolder');
    expect(allowed.map(({ action }) => action)).toEqual(['s3:PutObjectLegalHold']);
    expect(allowed[0]?.resource).toMatch(/\/events\/\*$/);
    const { AssumeRolePolicyDocument } = production.one('AWS::IAM::Role', 'EvidenceHolder').Properties;
    for (const { Principal } of statementsOf(AssumeRolePolicyDocument)) {
      expect(plain((Principal as { AWS: unknown }).AWS)).toMatch(/^<FunctionsKeeperRole/);
    }
  });

  it('lets a writer put new events and do nothing else with the bucket', () => {
    const s3 = production.allowed('FunctionsRequestsRole').filter(({ action }) => action.startsWith('s3:'));
    expect(s3).toHaveLength(1);
    expect(s3[0]?.action).toBe('s3:PutObject');
    expect(s3[0]?.resource).toMatch(/^<EvidenceBucket[0-9A-F]{8}\.Arn>\/events\/\*$/);
    expect(s3[0]?.statement.Condition).toEqual({ Null: { 's3:if-none-match': 'false' } });
  });

  it('leaves a function without events no right to write them', () => {
    expect(production.allowed('FunctionsHoldRole').map(({ action }) => action)).not.toContain('s3:PutObject');
  });
});

describe('the evidence bucket of a dev installation', () => {
  it('locks nothing by itself, so that the stack can be removed', () => {
    const { Properties, DeletionPolicy } = dev.one('AWS::S3::Bucket', 'EvidenceBucket');
    expect(Properties['ObjectLockEnabled']).toBe(true);
    expect(Properties).not.toHaveProperty('ObjectLockConfiguration.Rule');
    expect(DeletionPolicy).toBe('Delete');
    expect(denial(dev, 'RefuseDeleting')).toBeUndefined();
  });

  it('still refuses overwriting and forging', () => {
    expect(denial(dev, 'RefuseOverwriting')).toBeDefined();
    expect(denial(dev, 'RefuseForging')).toBeDefined();
  });
});

describe('every bucket', () => {
  it.each(production.all('AWS::S3::Bucket'))('%s is closed to the public', (_, { Properties }) => {
    expect(Properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  it.each(production.all('AWS::S3::BucketPolicy'))(
    '%s refuses plain HTTP and old TLS',
    (_, { Properties }) => {
      const conditions = statementsOf(Properties['PolicyDocument'])
        .filter(({ Effect, Action }) => Effect === 'Deny' && Action === 's3:*')
        .map(({ Condition }) => Condition);
      expect(conditions).toContainEqual({ Bool: { 'aws:SecureTransport': 'false' } });
      expect(conditions).toContainEqual({ NumericLessThan: { 's3:TlsVersion': 1.2 } });
    },
  );
});
