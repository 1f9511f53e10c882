import { join } from 'node:path';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Caller,
  type Installation,
  type Resource,
} from '../../aws/types.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../../provisioner.ts';
import { asObject, type Input, object, objects, optionalText, text } from '../wire/input.ts';
import { handleJson, type JsonOperation } from '../wire/json-protocol.ts';
import { Engine, type Fields, shortType } from './engine.ts';
import { SharedLock } from './lock.ts';
import { createTableInput, TABLE_PROPERTIES, type Table, tableOf } from './table.ts';
import { keyOf, parseActions, readItem, transactWrite } from './transactions.ts';

export interface DynamoDbOptions {
  /** Keeps tables in memory instead of the data folder; for tests that never restart. */
  inMemory?: boolean;
  /** How often items past their time to live are deleted. AWS takes up to days: readers must not rely on it. */
  sweepEveryMs?: number;
}

const SWEEP_EVERY_MS = 10_000;
/** A repeated TransactWriteItems with one of the latest tokens is answered without being done again. */
const REMEMBERED_TOKENS = 1000;
const ITEM_OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'DescribeTable'];

/** DynamoDB of the stand-in: dynalite, with ARNs, permissions, transactions and time to live around it. */
export class DynamoDb implements AwsService, Provisioner {
  readonly signingName = 'dynamodb';
  readonly types = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'] as const;
  readonly #installation: Installation;
  readonly #engine: Engine;
  readonly #tables = new Map<string, Table>();
  readonly #lock = new SharedLock();
  readonly #doneTokens = new Set<string>();
  readonly #operations: Readonly<Record<string, JsonOperation>>;
  readonly #sweeper: NodeJS.Timeout;

  constructor(installation: Installation, options: DynamoDbOptions = {}) {
    this.#installation = installation;
    this.#engine = new Engine(options.inMemory ? undefined : join(installation.dataDir, 'dynamodb'));
    this.#operations = {
      ...Object.fromEntries(ITEM_OPERATIONS.map((name) => [name, this.#itemOperation(name)])),
      BatchGetItem: (input, caller) => this.#batch('BatchGetItem', input, caller),
      BatchWriteItem: (input, caller) => this.#batch('BatchWriteItem', input, caller),
      TransactWriteItems: (input, caller) => this.#transactWriteItems(input, caller),
      TransactGetItems: (input, caller) => this.#transactGetItems(input, caller),
      DescribeTimeToLive: (input, caller) => this.#describeTimeToLive(input, caller),
      ListTables: (_, caller) => {
        installation.authorize(caller, 'dynamodb:ListTables', '*');
        return { TableNames: [...this.#tables.keys()] };
      },
    };
    this.#sweeper = setInterval(() => void this.sweep(), options.sweepEveryMs ?? SWEEP_EVERY_MS).unref();
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      return await handleJson(request, this.#operations);
    } catch (error) {
      if (!(error instanceof EngineRefusal)) throw error;
      const headers = { 'content-type': 'application/x-amz-json-1.0' };
      return { status: error.status, headers, body: JSON.stringify(error.fields) };
    }
  }

  async provision(resource: Resource): Promise<Provisioned> {
    const name = physicalName(resource, 'TableName');
    const { region, accountId } = this.#installation;
    const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
    const answer = await this.#engine.call('CreateTable', createTableInput(resource, name));
    // A table from an earlier run is found again with its items.
    if (!answer.ok && shortType(answer.error) !== 'ResourceInUseException') {
      throw new AwsError(shortType(answer.error), String(answer.error['message']));
    }
    this.#tables.set(name, tableOf(resource, name, arn));
    const attributes = { Arn: arn, TableId: name, StreamArn: `${arn}/stream/none` };
    return { ref: name, attributes, ignored: unknownProperties(resource, TABLE_PROPERTIES) };
  }

  /** Deletes items whose time to live has passed. */
  async sweep(): Promise<void> {
    const now = String(Math.floor(this.#installation.clock() / 1000));
    for (const { name, ttlAttribute, keyNames } of this.#tables.values()) {
      if (ttlAttribute === undefined) continue;
      const expired = {
        TableName: name,
        ExpressionAttributeNames: { '#ttl': ttlAttribute },
        ExpressionAttributeValues: { ':now': { N: now } },
      };
      const scan = { ...expired, FilterExpression: '#ttl < :now' };
      const answer = await this.#lock.shared(() => this.#engine.call('Scan', scan));
      if (!answer.ok) continue;
      for (const item of objects(answer.output, 'Items')) {
        const Key = Object.fromEntries(keyNames.map((key) => [key, item[key]]));
        await this.#lock.shared(() =>
          this.#engine.call('DeleteItem', { ...expired, Key, ConditionExpression: '#ttl < :now' }),
        );
      }
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await this.#lock.exclusive(() => this.#engine.close());
  }

  #itemOperation(name: string): JsonOperation {
    return async (input, caller) => {
      const table = this.#table(text(input, 'TableName'));
      const index = optionalText(input, 'IndexName');
      const arn = index === undefined ? table.arn : `${table.arn}/index/${index}`;
      this.#installation.authorize(caller, `dynamodb:${name}`, arn);
      const { ReturnValuesOnConditionCheckFailure: returnOld, ...plain } = input;
      const fields = { ...plain, TableName: table.name };
      if (returnOld !== 'ALL_OLD') return this.#lock.shared(() => this.#call(name, fields));
      return this.#lock.exclusive(() => this.#callReturningOld(name, fields, table));
    };
  }

  /** dynalite does not know the option: the item is read after the failure, with everybody else kept out. */
  async #callReturningOld(name: string, input: Fields, table: Table): Promise<Fields> {
    try {
      return await this.#call(name, input);
    } catch (error) {
      if (!(error instanceof EngineRefusal) || error.code !== 'ConditionalCheckFailedException') throw error;
      const key = keyOf(table, object(input, name === 'PutItem' ? 'Item' : 'Key'));
      const old = await readItem(this.#engine, table, key);
      throw new EngineRefusal({ ...error.fields, ...(old ? { Item: old } : {}) }, error.status);
    }
  }

  #batch(name: string, input: Input, caller: Caller): Promise<Fields> {
    const named = Object.entries(object(input, 'RequestItems')).map(([tableName, requests]) => {
      const table = this.#table(tableName);
      this.#installation.authorize(caller, `dynamodb:${name}`, table.arn);
      return [table.name, requests];
    });
    return this.#lock.shared(() => this.#call(name, { ...input, RequestItems: Object.fromEntries(named) }));
  }

  async #transactWriteItems(input: Input, caller: Caller): Promise<Fields> {
    const actions = parseActions(input, (name) => this.#table(name));
    for (const { kind, table } of actions) {
      const operation = kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;
      this.#installation.authorize(caller, `dynamodb:${operation}`, table.arn);
    }
    const token = optionalText(input, 'ClientRequestToken');
    return this.#lock.exclusive(async () => {
      if (token !== undefined && this.#doneTokens.has(token)) return {};
      const canceled = await transactWrite(this.#engine, actions);
      if (canceled) throw new EngineRefusal(canceled, 400);
      if (token !== undefined) this.#remember(token);
      return {};
    });
  }

  #transactGetItems(input: Input, caller: Caller): Promise<Fields> {
    const gets = objects(input, 'TransactItems').map((item) => {
      const get = asObject(item['Get'], 'Get');
      const table = this.#table(text(get, 'TableName'));
      this.#installation.authorize(caller, 'dynamodb:GetItem', table.arn);
      return { ...get, TableName: table.name, ConsistentRead: true };
    });
    return this.#lock.exclusive(async () => {
      const Responses: Fields[] = [];
      for (const get of gets) Responses.push(await this.#call('GetItem', get));
      return { Responses };
    });
  }

  #describeTimeToLive(input: Input, caller: Caller): Fields {
    const { arn, ttlAttribute } = this.#table(text(input, 'TableName'));
    this.#installation.authorize(caller, 'dynamodb:DescribeTimeToLive', arn);
    if (ttlAttribute === undefined) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
    return { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute } };
  }

  async #call(name: string, input: Fields): Promise<Fields> {
    const answer = await this.#engine.call(name, input);
    if (answer.ok) return answer.output;
    throw new EngineRefusal(answer.error, answer.status);
  }

  /** By name or ARN. */
  #table(nameOrArn: string): Table {
    const table = this.#tables.get(nameOrArn.replace(/^arn:aws:dynamodb:[^:]*:[^:]*:table\//, ''));
    if (!table)
      throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${nameOrArn}`);
    return table;
  }

  #remember(token: string): void {
    this.#doneTokens.add(token);
    const [oldest] = this.#doneTokens;
    if (this.#doneTokens.size > REMEMBERED_TOKENS && oldest !== undefined) this.#doneTokens.delete(oldest);
  }
}

export function createDynamoDb(installation: Installation, options?: DynamoDbOptions): DynamoDb {
  return new DynamoDb(installation, options);
}

/** An error with DynamoDB's own fields (`Item`, `CancellationReasons`), answered as it is. */
class EngineRefusal extends Error {
  readonly fields: Fields;
  readonly status: number;
  readonly code: string;
  constructor(fields: Fields, status: number) {
    super(String(fields['message'] ?? fields['__type']));
    this.name = 'EngineRefusal';
    this.fields = fields;
    this.status = status;
    this.code = shortType(fields);
  }
}
