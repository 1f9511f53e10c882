import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';

const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
const index = (indexName: string, partition: string, sort: string) => ({
  indexName,
  partitionKey: text(partition),
  sortKey: text(sort),
});

type Index = ReturnType<typeof index>;

interface Keys {
  partitionKey: dynamodb.Attribute;
  sortKey?: dynamodb.Attribute;
  indexes: readonly Index[];
}

/** Keys and indexes of every table. All items expire by `expireAt`. */
const tables = {
  requests: {
    partitionKey: text('id'),
    indexes: [
      index('by-requester', 'requester', 'submittedAt'),
      index('by-state', 'state', 'submittedAt'),
      index('attention', 'attention', 'attentionSince'),
    ],
  },
  runs: { partitionKey: text('requestId'), sortKey: text('handle'), indexes: [] },
  tokens: { partitionKey: text('id'), indexes: [] },
  watch: { partitionKey: text('id'), indexes: [] },
  reports: { partitionKey: text('id'), indexes: [index('by-age', 'shelf', 'writtenAt')] },
  events: {
    partitionKey: text('id'),
    indexes: [index('by-request', 'request_id', 'id'), index('by-day', 'day', 'id')],
  },
} satisfies Record<string, Keys>;

export type TableName = keyof typeof tables;
export type TableAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'Query';

const constructIds: Record<TableName, string> = {
  requests: 'Requests',
  runs: 'Runs',
  tokens: 'Tokens',
  watch: 'Watch',
  reports: 'Reports',
  events: 'Events',
};

/** The tables: requests, query runs, tokens, what the watch remembers, reports to sign off, and the fast copy of the events. */
export class Storage extends Construct {
  readonly #tables: Record<TableName, dynamodb.Table>;
  readonly #key: kms.IKey;

  constructor(scope: Construct, id: string, { config, key }: { config: Config; key: kms.IKey }) {
    super(scope, id);
    const dev = config.installation === 'dev';
    const table = (name: TableName) => {
      const { indexes, ...keys } = tables[name];
      // Not TableV2, which takes a key of the customer's only where the region is known at synth time.
      const made = new dynamodb.Table(this, constructIds[name], {
        ...keys,
        billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
        encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: key,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        timeToLiveAttribute: 'expireAt',
        deletionProtection: !dev,
        removalPolicy: dev ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      });
      for (const each of indexes) made.addGlobalSecondaryIndex(each);
      return made;
    };
    this.#key = key;
    this.#tables = {
      requests: table('requests'),
      runs: table('runs'),
      tokens: table('tokens'),
      watch: table('watch'),
      reports: table('reports'),
      events: table('events'),
    };
  }

  nameOf(table: TableName): string {
    return this.#tables[table].tableName;
  }

  /** Lets do the actions on the table, and query each of its indexes when `Query` is one of them. */
  grant(grantee: iam.IGrantable, name: TableName, actions: readonly TableAction[]): void {
    const { tableArn } = this.#tables[name];
    const { indexes } = tables[name];
    iam.Grant.addToPrincipal({
      grantee,
      actions: actions.map((action) => `dynamodb:${action}`),
      resourceArns: [tableArn],
    });
    if (actions.includes('Query') && indexes.length > 0) {
      iam.Grant.addToPrincipal({
        grantee,
        actions: ['dynamodb:Query'],
        resourceArns: indexes.map(({ indexName }) => `${tableArn}/index/${indexName}`),
      });
    }
    // DynamoDB uses the key in the caller's name (DynamoDB developer guide, "Encryption at rest: usage notes").
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
      resourceArns: [this.#key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` } },
    });
  }
}
