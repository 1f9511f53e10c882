import { type AuditEvent, eventColumns, everyEventHas } from './event.ts';

const isText = (value: unknown) => typeof value === 'string';
const isCount = (value: unknown) => Number.isSafeInteger(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fits: Record<(typeof eventColumns)[keyof AuditEvent]['sqlType'], (value: unknown) => boolean> = {
  string: isText,
  bigint: isCount,
  'array<string>': (value) => Array.isArray(value) && value.every(isText),
  'map<string,bigint>': (value) => isObject(value) && Object.values(value).every(isCount),
};

const outcomes: readonly unknown[] = ['success', 'refused', 'failure'];

/**
 * Reads an event as it was stored. Its type may be one that a later release has added, and so may columns be.
 * @returns undefined for what is no event of this layout
 */
export function parseEvent(text: string): AuditEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isEvent(value) ? value : undefined;
}

function isEvent(value: unknown): value is AuditEvent {
  if (!isObject(value) || value['version'] !== 1 || !outcomes.includes(value['outcome'])) return false;
  if (!isMoment(value['time'])) return false;
  return (
    everyEventHas.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(eventColumns).every(
      ([name, { sqlType }]) => !Object.hasOwn(value, name) || fits[sqlType](value[name]),
    )
  );
}

function isMoment(time: unknown): boolean {
  return typeof time === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(time) && !Number.isNaN(Date.parse(time));
}
