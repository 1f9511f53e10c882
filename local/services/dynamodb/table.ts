import type { Resource } from '../../aws/types.ts';
import { object, objects, optionalText, text } from '../wire/input.ts';
import type { Fields } from './engine.ts';

export interface Table {
  name: string;
  arn: string;
  /** Names of the key attributes, partition key first. */
  keyNames: string[];
  /** The attribute with the time to live, in epoch seconds. */
  ttlAttribute: string | undefined;
}

/** The properties of both table types that have an effect here. */
export const TABLE_PROPERTIES = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'TableName',
  'Tags',
  'TimeToLiveSpecification',
];

export function tableOf(resource: Resource, name: string, arn: string): Table {
  const { properties } = resource;
  const keys = objects(properties, 'KeySchema');
  const ordered = [...keys].sort((key) => (key['KeyType'] === 'HASH' ? -1 : 1));
  const ttl = object(properties, 'TimeToLiveSpecification');
  const enabled = String(ttl['Enabled'] ?? false) === 'true';
  return {
    name,
    arn,
    keyNames: ordered.map((key) => text(key, 'AttributeName')),
    ttlAttribute: enabled ? optionalText(ttl, 'AttributeName') : undefined,
  };
}

/** CreateTable's input for a template's table; capacity is on demand whatever the template says. */
export function createTableInput(resource: Resource, name: string): Fields {
  const { properties } = resource;
  const indexes = (property: string): Fields[] =>
    objects(properties, property).map((index) => ({
      IndexName: index['IndexName'],
      KeySchema: index['KeySchema'],
      Projection: index['Projection'],
    }));
  const globals = indexes('GlobalSecondaryIndexes');
  const locals = indexes('LocalSecondaryIndexes');
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: properties['AttributeDefinitions'],
    KeySchema: properties['KeySchema'],
    ...(globals.length > 0 ? { GlobalSecondaryIndexes: globals } : {}),
    ...(locals.length > 0 ? { LocalSecondaryIndexes: locals } : {}),
  };
}
