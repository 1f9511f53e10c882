import { describe, expect, it } from 'vitest';
import { plain, statementsOf, synthesized } from './synthesized.ts';

const stack = synthesized({ retention: { evidenceDays: 400 } });
const s3 = stack.allowed('FunctionsExporterRole').filter(({ action }) => action.startsWith('s3:'));
const what = s3.map(({ action, resource }) => `${action} ${resource.replaceAll(/[0-9A-F]{8}\.Arn/g, '')}`);

describe('the export in OCSF', () => {
  it('reads the log and its events, and puts records once', () => {
    expect(what.sort()).toEqual([
      's3:GetBucketLocation <EvidenceBucket>',
      's3:GetBucketObjectLockConfiguration <EvidenceBucket>',
      's3:GetObject <EvidenceBucket>/events/*',
      's3:GetObject <EvidenceBucket>/log/*',
      's3:GetObject <OcsfExportBucket>/next-place',
      's3:GetObjectRetention <EvidenceBucket>/events/*',
      's3:GetObjectRetention <EvidenceBucket>/log/*',
      's3:GetObjectVersion <EvidenceBucket>/events/*',
      's3:GetObjectVersion <EvidenceBucket>/log/*',
      's3:ListBucket <EvidenceBucket>',
      's3:ListBucket <OcsfExportBucket>',
      's3:ListBucketVersions <EvidenceBucket>',
      's3:PutObject <OcsfExportBucket>/next-place',
      's3:PutObject <OcsfExportBucket>/ocsf/*',
    ]);
    const put = s3.find(({ action, resource }) => action === 's3:PutObject' && resource.endsWith('/ocsf/*'));
    expect(put?.statement.Condition).toEqual({ Null: { 's3:if-none-match': 'false' } });
  });

  it('is written by the exporter alone', () => {
    const { Properties } = stack.one('AWS::S3::BucketPolicy', 'OcsfExportBucketPolicy');
    const refused = statementsOf(Properties['PolicyDocument']).find(({ Sid }) => Sid === 'RefuseForging');
    expect(refused).toMatchObject({ Effect: 'Deny', Action: 's3:PutObject' });
    expect(plain(refused?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'])).toMatch(
      /^<FunctionsExporterRole/,
    );
  });

  it('goes when the evidence may', () => {
    expect(stack.one('AWS::S3::Bucket', 'OcsfExportBucket').Properties['LifecycleConfiguration']).toEqual({
      Rules: [{ Prefix: 'ocsf/', ExpirationInDays: 400, Status: 'Enabled' }],
    });
  });

  it('has an alarm of its own', () => {
    const { Properties } = stack.one('AWS::CloudWatch::Alarm', 'ObservabilityExporterErrors');
    expect(JSON.stringify(Properties)).toContain('FunctionsExporter');
  });
});
