import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoDb, type DynamoDb } from '../../../local/services/dynamodb/dynamodb.ts';
import { ACCOUNT, type Harness, REGION, serve } from './harness.ts';

const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/Requests`;
const TableName = 'Requests';
const PROPERTIES = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'state'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byState',
      KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  Replicas: [{ Region: REGION }],
};
let harness: Harness;
let service: DynamoDb;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  harness = await serve((installation) => {
    service = createDynamoDb(installation);
    return [service];
  });
  dynamodb = new DynamoDBClient(harness.clientConfig());
  await harness.provision(service, 'AWS::DynamoDB::GlobalTable', TableName, PROPERTIES);
});
afterAll(() => harness.close());

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'meta' } });
const put = (pk: string, more: object = {}, input: object = {}) =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more }, ...input }));
const get = async (pk: string) =>
  (await dynamodb.send(new GetItemCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item;

it('reads what was written, by table name and by ARN', async () => {
  await put('a', { state: { S: 'pending' } });
  const byArn = await dynamodb.send(new GetItemCommand({ TableName: TABLE_ARN, Key: key('a') }));
  expect(byArn.Item).toEqual({ ...key('a'), state: { S: 'pending' } });
});

it('queries an index only for who may query that index', async () => {
  await put('i', { state: { S: 'active' } });
  const query = new QueryCommand({
    TableName,
    IndexName: 'byState',
    KeyConditionExpression: '#s = :s',
    ExpressionAttributeNames: { '#s': 'state' },
    ExpressionAttributeValues: { ':s': { S: 'active' } },
  });
  expect((await dynamodb.send(query)).Count).toBe(1);
  const onTable = { Effect: 'Allow', Action: 'dynamodb:*', Resource: TABLE_ARN } as const;
  const weak = new DynamoDBClient(harness.clientConfig({ Statement: onTable }));
  await expect(weak.send(query)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(weak.send(query)).rejects.toThrow(/table\/Requests\/index\/byState/);
});

it('lets exactly one of many conditional writers win', async () => {
  await put('race', { state: { S: 'pending' } });
  const attempts = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: key('race'),
          UpdateExpression: 'SET #s = :new',
          ConditionExpression: '#s = :old',
          ExpressionAttributeNames: { '#s': 'state' },
          ExpressionAttributeValues: { ':old': { S: 'pending' }, ':new': { S: `by-${i}` } },
        }),
      ),
    ),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('returns the old item with a failed condition when asked', async () => {
  await put('old', { state: { S: 'closed' } });
  const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
  const failed = put('old', {}, { ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
  const error = await failed.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(error).toMatchObject({ Item: { ...key('old'), state: { S: 'closed' } } });
  const quiet = await put('old', {}, condition).catch((reason: unknown) => reason);
  expect(quiet).toMatchObject({ name: 'ConditionalCheckFailedException', Item: undefined });
});

it('writes all of a transaction or nothing, and says why', async () => {
  await put('t1', { n: { N: '1' } });
  const update = {
    Update: {
      TableName,
      Key: key('t1'),
      UpdateExpression: 'SET n = :two',
      ExpressionAttributeValues: { ':two': { N: '2' } },
    },
  };
  const make = { Put: { TableName, Item: key('t2'), ConditionExpression: 'attribute_not_exists(pk)' } };
  const check = (pk: string) => ({
    ConditionCheck: {
      TableName,
      Key: key(pk),
      ConditionExpression: 'attribute_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  });
  const transact = (...TransactItems: object[]) =>
    dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
  const error = await transact(update, make, check('absent')).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect(error).toMatchObject({
    CancellationReasons: [{ Code: 'None' }, { Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
  });
  expect((await get('t1'))?.['n']).toEqual({ N: '1' });
  expect(await get('t2')).toBeUndefined();
  expect(await get('absent')).toBeUndefined();
  await transact(update, make, check('old'));
  expect((await get('t1'))?.['n']).toEqual({ N: '2' });
  expect(await get('t2')).toEqual(key('t2'));
});

it('leaves nothing behind when a transaction checks for absence', async () => {
  const absent = { TableName, Key: key('ghost'), ConditionExpression: 'attribute_not_exists(pk)' };
  const TransactItems = [{ ConditionCheck: absent }, { Put: { TableName, Item: key('t3') } }];
  await dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
  expect(await get('ghost')).toBeUndefined();
  expect(await get('t3')).toEqual(key('t3'));
});

it('deletes items past their time to live', async () => {
  const now = Math.floor(Date.now() / 1000);
  await put('short', { ttl: { N: String(now - 10) } });
  await put('long', { ttl: { N: String(now + 3600) } });
  await service.sweep();
  expect(await get('short')).toBeUndefined();
  expect(await get('long')).toBeDefined();
  const described = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(described.TimeToLiveDescription?.AttributeName).toBe('ttl');
});

it('refuses an operation that the role was not given', async () => {
  const reader = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE_ARN } as const;
  const weak = new DynamoDBClient(harness.clientConfig({ Statement: reader }));
  const remove = new DeleteItemCommand({ TableName, Key: key('a') });
  await expect(weak.send(remove)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await weak.send(new GetItemCommand({ TableName, Key: key('a') }));
});

it('finds its items again after a restart', async () => {
  await put('kept', { n: { N: '7' } });
  await service.close();
  const again = createDynamoDb(harness.installation);
  const resource = { logicalId: TableName, type: 'AWS::DynamoDB::GlobalTable', properties: PROPERTIES };
  await again.provision(resource);
  const answer = await again.handle({
    caller: harness.caller(),
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(JSON.stringify({ TableName, Key: key('kept') })),
  });
  expect(JSON.parse(String(answer.body))).toEqual({ Item: { ...key('kept'), n: { N: '7' } } });
  await again.close();
});
