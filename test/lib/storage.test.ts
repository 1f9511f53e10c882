import { describe, expect, it } from 'vitest';
import { synthesized } from './synthesized.ts';

const production = synthesized();
const dev = synthesized({ installation: 'dev' });

const keys = (schema: unknown) =>
  (schema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName);

describe('the tables', () => {
  it.each([
    [
      'StorageRequests',
      ['id'],
      {
        'by-requester': ['requester', 'submittedAt'],
        'by-state': ['state', 'submittedAt'],
        attention: ['attention', 'attentionSince'],
      },
    ],
    ['StorageRuns', ['requestId', 'handle'], {}],
    ['StorageTokens', ['id'], {}],
    ['StorageWatch', ['id'], {}],
    ['StorageReports', ['id'], { 'by-age': ['shelf', 'writtenAt'] }],
    ['StorageEvents', ['id'], { 'by-request': ['request_id', 'id'], 'by-day': ['day', 'id'] }],
  ])('%s has its keys and indexes', (id, own, indexes) => {
    const { KeySchema, GlobalSecondaryIndexes } = production.one('AWS::DynamoDB::Table', id).Properties;
    const declared = (GlobalSecondaryIndexes ?? []) as {
      IndexName: string;
      KeySchema: unknown;
      Projection: object;
    }[];
    expect(keys(KeySchema)).toEqual(own);
    expect(Object.fromEntries(declared.map((each) => [each.IndexName, keys(each.KeySchema)]))).toEqual(
      indexes,
    );
    for (const { Projection } of declared) expect(Projection).toEqual({ ProjectionType: 'ALL' });
  });

  it.each(production.all('AWS::DynamoDB::Table'))(
    '%s can be restored, is not deleted, and forgets in time',
    (_, table) => {
      expect(table.DeletionPolicy).toBe('Retain');
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        TimeToLiveSpecification: { AttributeName: 'expireAt', Enabled: true },
      });
    },
  );

  it.each(dev.all('AWS::DynamoDB::Table'))('%s of a dev installation goes with its stack', (_, table) => {
    expect(table.DeletionPolicy).toBe('Delete');
    expect(table.Properties['DeletionProtectionEnabled']).toBe(false);
  });
});

describe('the keys', () => {
  it('rotate where they encrypt', () => {
    for (const id of ['KeysTables', 'KeysAlerts']) {
      expect(production.one('AWS::KMS::Key', id).Properties['EnableKeyRotation']).toBe(true);
    }
  });

  it('derive grant keys with a key that can do nothing else', () => {
    expect(production.one('AWS::KMS::Key', 'KeysGrants').Properties).toMatchObject({
      KeySpec: 'HMAC_256',
      KeyUsage: 'GENERATE_VERIFY_MAC',
    });
  });
});
