import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../core/audit/event.ts';
import { toOcsf } from '../../core/audit/ocsf/ocsf.ts';
import { bareEvent, wholeEvent } from '../support/whole-events.ts';
import { readSchema } from './data.ts';

const files: Record<number, string> = {
  3003: 'ocsf/3003-authorize_session.schema.json',
  3004: 'ocsf/3004-entity_management.schema.json',
  6003: 'ocsf/6003-api_activity.schema.json',
  6005: 'ocsf/6005-datastore_activity.schema.json',
};
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
const validators = new Map(
  Object.entries(files).map(([uid, file]) => [Number(uid), ajv.compile(closed(readSchema(file)))]),
);

/** The published schema lets profiles add attributes; we use none, so a name that is not in it is a slip of the pen. */
function closed(schema: unknown): object {
  return JSON.parse(
    JSON.stringify(schema, (_, value: unknown) =>
      isObjectSchema(value) ? { ...value, additionalProperties: false } : value,
    ),
  ) as object;
}

function isObjectSchema(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    'properties' in value &&
    'type' in value &&
    value.type === 'object'
  );
}

describe.each(eventTypes)('%s in OCSF', (type) => {
  it.each([
    ['with every column', wholeEvent(type)],
    ['with the columns that every event has', bareEvent(type)],
  ])('is valid by the published schema of its class, %s', (_, event) => {
    const record = toOcsf(event);
    const validate = validators.get(record.class_uid);
    validate?.(JSON.parse(JSON.stringify(record)));
    expect(validate).toBeDefined();
    expect(validate?.errors).toBeNull();
  });
});
