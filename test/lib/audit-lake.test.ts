import { describe, expect, it } from 'vitest';
import { eventColumns } from '../../core/audit/event.ts';
import { historySql, historyViewColumns } from '../../core/audit/history/view.ts';
import { questions } from '../../core/audit/questions/index.ts';
import { plain, statementsOf, synthesized } from './synthesized.ts';

const stack = synthesized({ retention: { athenaResultDays: 3 } });
const tableInput = (idPrefix: string) => {
  const { TableInput } = stack.one('AWS::Glue::Table', idPrefix).Properties as {
    TableInput: {
      Parameters: Record<string, unknown>;
      PartitionKeys: object[];
      StorageDescriptor: { Columns: { Name: string; Type: string }[]; Location: unknown; SerdeInfo: object };
      ViewOriginalText: string;
    };
  };
  return TableInput;
};
const TableInput = tableInput('AuditLakeEventsTable');

describe('the events table', () => {
  it('has the columns of the events', () => {
    expect(TableInput.StorageDescriptor.Columns.map(({ Name, Type }) => [Name, Type])).toEqual(
      Object.entries(eventColumns).map(([name, { sqlType }]) => [name, sqlType]),
    );
  });

  it('computes its days from the installation on', () => {
    expect(TableInput.PartitionKeys).toMatchObject([{ Name: 'dt', Type: 'date' }]);
    expect(TableInput.Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.dt.type': 'date',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.dt.range': '2026-11-01,NOW',
    });
    expect(plain(TableInput.Parameters['storage.location.template'])).toMatch(
      /^s3:\/\/<EvidenceBucket[0-9A-F]{8}>\/events\/dt=\$\{dt\}\/$/,
    );
  });
});

describe('the workgroup', () => {
  const { WorkGroupConfiguration, Name } = stack.one('AWS::Athena::WorkGroup').Properties;

  it('bounds every query, and fixes where results go', () => {
    expect(Name).toBe('Vitrine-audit');
    expect(WorkGroupConfiguration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10_000_000_000,
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
    });
  });

  it('forgets results after the configured days', () => {
    expect(
      stack.one('AWS::S3::Bucket', 'AuditLakeResults').Properties['LifecycleConfiguration'],
    ).toMatchObject({
      Rules: [{ ExpirationInDays: 3, Status: 'Enabled' }],
    });
  });

  it('has every question, with what goes into its places', () => {
    const saved = stack.all('AWS::Athena::NamedQuery').map(([, { Properties }]) => Properties);
    expect(saved.map(({ Name }) => Name).sort()).toEqual(questions.map(({ name }) => name).sort());
    const pairs = saved.find(({ Name }) => Name === 'approval-pairs');
    expect(pairs?.['WorkGroup']).toBe('Vitrine-audit');
    expect(pairs?.['QueryString']).toContain('-- Places in order: from, to\nSELECT actor AS approver');
    expect(pairs?.['QueryString']).toContain('dt BETWEEN CAST(? AS date) AND CAST(? AS date)');
  });
});

describe('the view', () => {
  it("is stored as Trino's, with the same columns in both places", () => {
    const { ViewOriginalText, StorageDescriptor } = tableInput('AuditLakeHistoryView');
    const [, encoded = ''] = /^\/\* Presto View: (.+) \*\/$/.exec(ViewOriginalText) ?? [];
    const definition = JSON.parse(Buffer.from(encoded, 'base64').toString());
    expect(definition).toMatchObject({
      originalSql: historySql,
      catalog: 'awsdatacatalog',
      schema: 'vitrine',
    });
    const names = historyViewColumns.map(({ name }) => name);
    expect(definition.columns.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual(names);
  });
});

describe('the auditor', () => {
  it('is anybody of the account who may assume the role and has signed in with a second factor', () => {
    const { Properties } = stack.one('AWS::IAM::Role', 'AuditLakeAuditor');
    expect(statementsOf(Properties['AssumeRolePolicyDocument'])).toMatchObject([
      {
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        Effect: 'Allow',
      },
    ]);
  });

  it('reads evidence and writes results, not the other way round', () => {
    const on = (bucket: string) =>
      stack
        .allowed('AuditLakeAuditor')
        .filter(({ resource }) => resource.startsWith(`<${bucket}`))
        .map(({ action }) => action)
        .sort();
    expect([...new Set(on('EvidenceBucket'))]).toEqual([
      's3:GetBucketLocation',
      's3:GetBucketObjectLockConfiguration',
      's3:GetObject',
      's3:GetObjectRetention',
      's3:GetObjectVersion',
      's3:ListBucket',
      's3:ListBucketVersions',
    ]);
    expect(on('AuditLakeResults')).toContain('s3:PutObject');
    const actions = stack.allowed('AuditLakeAuditor').map(({ action }) => action);
    // The public half of the key that signs the log, and nothing else.
    expect(actions.filter((action) => /^(logs|dynamodb|kms|sts|lambda):/.test(action))).toEqual([
      'kms:GetPublicKey',
    ]);
    expect(on('EvidenceLogBucket')).toEqual(['s3:GetObject', 's3:ListBucket']);
  });
});
