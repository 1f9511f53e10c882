import { describe, expect, it } from 'vitest';
import { plain, statementsOf, synthesized } from './synthesized.ts';

const stack = synthesized();

const denial = (policy: string, sid: string) =>
  statementsOf(stack.one('AWS::S3::BucketPolicy', policy).Properties['PolicyDocument']).find(
    ({ Effect, Sid }) => Effect === 'Deny' && Sid === sid,
  );
const allowedOf = (role: string) => stack.allowed(role);

describe('the log of the evidence', () => {
  it('is written by the ledger alone, as is the copy for SQL, and the ledger writes no event', () => {
    const log = denial('EvidenceBucketPolicy', 'RefuseForgingLog');
    expect([log?.Resource].flat().map(plain)).toEqual([
      expect.stringMatching(/\/history\/v1\/\*$/),
      expect.stringMatching(/\/log\/\*$/),
      expect.stringMatching(/\/rules\/\*$/),
    ]);
    expect(plain(log?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'])).toMatch(/^<FunctionsLedgerRole/);
    const events = denial('EvidenceBucketPolicy', 'RefuseForgingEvents');
    expect(plain(events?.Resource)).toMatch(/\/events\/\*$/);
    const writers = events?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'] as unknown[];
    expect(writers.length).toBe(13);
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

  it('is compared with the evidence by a function that reads all of it and writes nothing but events', () => {
    const s3 = allowedOf('FunctionsReconcileRole').filter(({ action }) => action.startsWith('s3:'));
    const written = s3.filter(({ action }) => !/^s3:(Get|List)/.test(action));
    expect(written.map(({ action, resource }) => `${action} ${resource.replace(/.*\.Arn>/, '')}`)).toEqual([
      's3:PutObject /events/*',
    ]);
    expect(s3.map(({ action }) => action)).toContain('s3:ListBucketVersions');
    const keys = allowedOf('FunctionsReconcileRole').filter(({ resource }) =>
      resource.startsWith('<KeysLog'),
    );
    expect(keys.map(({ action }) => action)).toEqual(['kms:GetPublicKey']);
  });

  it('is compared daily before the ledger catches up, with alarms on differences and on silence', () => {
    const rules = stack.all('AWS::Events::Rule').map(([id, { Properties }]) => [id, Properties] as const);
    const rule = (name: string) => rules.find(([id]) => id.startsWith(name))?.[1];
    expect(rule('ReconcileDaily')?.['ScheduleExpression']).toBe('cron(0 2 * * ? *)');
    expect(rule('LogCatchUpDaily')).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      Targets: [{ Input: '{"task":"catch-up"}' }],
    });
    expect(stack.one('AWS::CloudWatch::Alarm', 'ObservabilityEvidenceDiffers').Properties).toMatchObject({
      Namespace: 'Vitrine',
      MetricName: 'EvidenceDifferences',
      Dimensions: [{ Name: 'service', Value: 'vitrine-reconcile' }],
      Threshold: 1,
    });
    expect(stack.one('AWS::CloudWatch::Alarm', 'ObservabilityReconcileErrors')).toBeDefined();
    expect(stack.one('AWS::CloudWatch::Alarm', 'ObservabilityReconcileStill').Properties).toMatchObject({
      EvaluationPeriods: 24,
      Period: 3600,
      TreatMissingData: 'breaching',
    });
  });

  it('sets off an alarm when its events do not get into the copy for SQL', () => {
    expect(stack.one('AWS::CloudWatch::Alarm', 'ObservabilityHistoryLags').Properties).toMatchObject({
      Namespace: 'Vitrine',
      MetricName: 'HistoryLag',
      Dimensions: [{ Name: 'service', Value: 'vitrine-ledger' }],
      Statistic: 'Minimum',
      Threshold: 10_800,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 3,
    });
  });

  it('is given to the witnesses that are configured, and the ledger may write to no others', () => {
    const topic = 'arn:aws:sns:eu-central-1:999988887777:log-heads';
    const audit = { installedOn: '2026-11-01', mirror: { bucket: 'witness-heads', topic } };
    const mirrored = synthesized({ audit }, { checked: true });
    const added = mirrored
      .allowed('FunctionsLedgerRole')
      .map(({ action, resource }) => `${action} ${resource}`)
      .filter(
        (each) => !allowedOf('FunctionsLedgerRole').some((own) => `${own.action} ${own.resource}` === each),
      );
    expect(added).toEqual([
      's3:PutObject arn:<AWS::Partition>:s3:::witness-heads/log/checkpoints/*',
      `sns:Publish ${topic}`,
    ]);
    const alarm = (of: typeof stack) =>
      of.all('AWS::CloudWatch::Alarm').filter(([id]) => id.startsWith('ObservabilityHeadsNotMirrored'));
    expect(alarm(mirrored)[0]?.[1].Properties).toMatchObject({
      MetricName: 'HeadsNotMirrored',
      Dimensions: [{ Name: 'service', Value: 'vitrine-ledger' }],
    });
    expect(alarm(stack)).toEqual([]);
  });

  it('takes nothing away: the ledger may delete nothing and lock nothing', () => {
    const actions = allowedOf('FunctionsLedgerRole').map(({ action }) => action);
    expect(actions.filter((action) => /Delete|PutObject(Retention|LegalHold)|Bypass/.test(action))).toEqual(
      [],
    );
  });
});
