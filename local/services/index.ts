import { mkdirSync } from 'node:fs';
import type { AwsService, Installation } from '../aws/types.ts';
import type { Iam } from '../iam/iam.ts';
import type { Provisioner } from '../provisioner.ts';
import { type Athena, createAthena } from './athena/athena.ts';
import { createDynamoDb, type DynamoDb } from './dynamodb/dynamodb.ts';
import { createIamApi } from './iam.ts';
import { createKms, type Kms } from './kms/kms.ts';
import { createLogs, type Logs } from './logs/logs.ts';
import { createMailbox, type Mailbox } from './mailbox/mailbox.ts';
import { createS3, type S3 } from './s3/s3.ts';
import { createSecretsManager, type SecretsManager } from './secrets-manager.ts';
import { createSes, type Ses } from './ses.ts';
import { createSns, type Sns } from './sns.ts';
import { createSts, type Sts } from './sts.ts';

/** The AWS services of the stand-in that keep data, wired to one another. */
export interface Services {
  s3: S3;
  sts: Sts;
  kms: Kms;
  dynamodb: DynamoDb;
  logs: Logs;
  mailbox: Mailbox;
  ses: Ses;
  sns: Sns;
  secretsManager: SecretsManager;
  athena: Athena;
  /** All of them as doors for signed requests. */
  all: readonly AwsService[];
  /** Those that play CloudFormation types. */
  provisioners: readonly Provisioner[];
  close(): Promise<void>;
}

export interface ServiceOptions {
  /** Keeps DynamoDB's tables in memory instead of the data folder: faster, and gone at the end. */
  inMemory?: boolean;
}

export function createServices(installation: Installation, iam: Iam, options: ServiceOptions = {}): Services {
  mkdirSync(installation.dataDir, { recursive: true });
  const mailbox = createMailbox(installation);
  const s3 = createS3(installation, iam);
  const sts = createSts(installation, iam);
  const kms = createKms(installation, iam);
  const dynamodb = createDynamoDb(installation, options);
  const logs = createLogs(installation);
  const ses = createSes(installation, mailbox);
  const sns = createSns(installation, iam, mailbox);
  const secretsManager = createSecretsManager(installation);
  const athena = createAthena(installation, s3);
  const provisioners = [s3, kms, dynamodb, logs, ses, sns, secretsManager, athena];
  return {
    s3,
    sts,
    kms,
    dynamodb,
    logs,
    mailbox,
    ses,
    sns,
    secretsManager,
    athena,
    all: [...provisioners, sts, createIamApi(installation, iam)],
    provisioners,
    close: async () => {
      logs.close();
      await athena.close();
      await dynamodb.close();
    },
  };
}
