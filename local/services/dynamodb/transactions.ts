import { AwsError } from '../../aws/types.ts';
import { asObject, type Input, object, objects, optionalText, text } from '../wire/input.ts';
import { type Engine, type Fields, shortType } from './engine.ts';
import type { Table } from './table.ts';

/** A transaction takes at most 100 actions. */
const MAX_ACTIONS = 100;

/** One action of TransactWriteItems, as its single-item operation. */
export interface TransactAction {
  kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
  table: Table;
  key: Fields;
  input: Fields;
  returnOld: boolean;
}

const OPERATIONS = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  // An update without an update expression changes nothing but may create the item; undoing it removes that again.
  ConditionCheck: 'UpdateItem',
} as const;

/**
 * Carries out all actions or none: each is done by itself and undone when any of them fails. The caller holds the
 * lock that keeps everybody else out meanwhile.
 *
 * @returns the fields of a `TransactionCanceledException`, or `undefined` when everything was done.
 */
export async function transactWrite(
  engine: Engine,
  actions: readonly TransactAction[],
): Promise<Fields | undefined> {
  const undo: { action: TransactAction; old: Fields | undefined }[] = [];
  const reasons: Fields[] = [];
  for (const action of actions) {
    const old = await readItem(engine, action.table, action.key);
    const answer = await engine.call(OPERATIONS[action.kind], action.input);
    if (answer.ok) {
      reasons.push({ Code: 'None' });
      undo.push({ action, old });
    } else {
      reasons.push(reasonOf(answer.error, action.returnOld ? old : undefined));
    }
  }
  const failed = reasons.some(({ Code }) => Code !== 'None');
  for (const { action, old } of undo) {
    if (failed || (action.kind === 'ConditionCheck' && !old)) await restore(engine, action, old);
  }
  if (!failed) return undefined;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return {
    __type: 'TransactionCanceledException',
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    CancellationReasons: reasons,
  };
}

export function parseActions(input: Input, tableOf: (name: string) => Table): TransactAction[] {
  const items = objects(input, 'TransactItems');
  if (items.length === 0 || items.length > MAX_ACTIONS) {
    throw new AwsError(
      'ValidationException',
      `TransactItems takes 1 to ${MAX_ACTIONS} actions, got ${items.length}.`,
    );
  }
  const actions = items.map((item) => parseAction(item, tableOf));
  const targets = new Set(actions.map(({ table, key }) => JSON.stringify([table.name, key])));
  if (targets.size < actions.length) {
    throw new AwsError(
      'ValidationException',
      'Transaction request cannot include multiple operations on one item',
    );
  }
  return actions;
}

export async function readItem(engine: Engine, table: Table, key: Fields): Promise<Fields | undefined> {
  const { Item } = await engine.expect('GetItem', { TableName: table.name, Key: key, ConsistentRead: true });
  return Item as Fields | undefined;
}

export function keyOf(table: Table, attributes: Input): Fields {
  return Object.fromEntries(table.keyNames.map((name) => [name, attributes[name]]));
}

function parseAction(item: Input, tableOf: (name: string) => Table): TransactAction {
  const [entry, ...others] = Object.entries(item);
  const kind = entry?.[0];
  if (entry === undefined || others.length > 0 || !isKind(kind)) {
    throw new AwsError(
      'ValidationException',
      'Each of TransactItems is one Put, Update, Delete or ConditionCheck.',
    );
  }
  const given = asObject(entry[1], kind);
  const table = tableOf(text(given, 'TableName'));
  const { ReturnValuesOnConditionCheckFailure: returnOld, ...input } = given;
  return {
    kind,
    table,
    key: keyOf(table, object(given, kind === 'Put' ? 'Item' : 'Key')),
    input: { ...input, TableName: table.name },
    returnOld: returnOld === 'ALL_OLD',
  };
}

function isKind(value: string | undefined): value is TransactAction['kind'] {
  return value !== undefined && Object.hasOwn(OPERATIONS, value);
}

async function restore(
  engine: Engine,
  { table, key }: TransactAction,
  old: Fields | undefined,
): Promise<void> {
  if (old) await engine.expect('PutItem', { TableName: table.name, Item: old });
  else await engine.expect('DeleteItem', { TableName: table.name, Key: key });
}

function reasonOf(error: Fields, old: Fields | undefined): Fields {
  const type = shortType(error);
  const code = type === 'ConditionalCheckFailedException' ? 'ConditionalCheckFailed' : 'ValidationError';
  const message = optionalText(error, 'message') ?? type;
  return { Code: code, Message: message, ...(old ? { Item: old } : {}) };
}
