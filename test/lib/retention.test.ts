import { describe, expect, it } from 'vitest';
import { plain, statementsOf, synthesized } from './synthesized.ts';

const kept = synthesized();
const expiring = synthesized({ retention: { evidenceDays: 400, evidenceExpireDays: 500, logDays: 14 } });
const rulesOf = (stack: typeof kept, id: string) =>
  stack.one('AWS::S3::Bucket', id).Properties['LifecycleConfiguration'];

describe('the evidence', () => {
  it('stays unless the configuration says when it goes', () => {
    expect(rulesOf(kept, 'EvidenceBucket')).toBeUndefined();
  });

  it('goes after that, events and their copy only, and what a lock keeps as soon as it no longer does', () => {
    expect(rulesOf(expiring, 'EvidenceBucket')).toEqual({
      Rules: ['events/', 'history/v1/'].flatMap((Prefix) => [
        {
          Prefix,
          ExpirationInDays: 501,
          NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          Status: 'Enabled',
        },
        { Prefix, ExpiredObjectDeleteMarker: true, Status: 'Enabled' },
      ]),
    });
    expect(rulesOf(expiring, 'OcsfExportBucket')).toMatchObject({ Rules: [{ ExpirationInDays: 500 }] });
  });
});

/** CDK's helper that copies the site at deployment logs to a group of CDK's. */
const isOurs = ([id]: [string, unknown]) => !id.startsWith('CustomCDKBucketDeployment');

describe.each(expiring.all('AWS::Logs::LogGroup').filter(isOurs))('the log group %s', (_, { Properties }) => {
  it('is kept for the configured days, encrypted, and masks secrets and personal values', () => {
    expect(Properties['RetentionInDays']).toBe(14);
    expect(plain(Properties['KmsKeyId'])).toMatch(/^<KeysOwnLogs[0-9A-F]{8}\.Arn>$/);
    const policy = JSON.stringify(Properties['DataProtectionPolicy']);
    for (const kind of ['EmailAddress', 'CreditCardNumber', 'AwsSecretKey', 'OpenSshPrivateKey']) {
      expect(policy).toContain(`data-identifier/${kind}`);
    }
    expect(policy).toContain('Deidentify');
  });
});

describe('the key of the log groups', () => {
  it('is for log groups of this account', () => {
    const { Properties } = expiring.one('AWS::KMS::Key', 'KeysOwnLogs');
    expect(Properties['EnableKeyRotation']).toBe(true);
    const ofService = statementsOf(Properties['KeyPolicy']).find(({ Principal }) =>
      JSON.stringify(Principal).includes('logs.amazonaws.com'),
    );
    expect(plain(ofService?.Condition?.['ArnLike']?.['kms:EncryptionContext:aws:logs:arn'])).toMatch(
      /:<AWS::AccountId>:log-group:\*$/,
    );
  });
});
