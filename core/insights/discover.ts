import type { Row } from './execute.ts';
import { readJson, WrittenNumber } from './json.ts';
import { lambdaFields } from './lambda-fields.ts';
import { formatTimestamp } from './timestamps.ts';

/** An event of a log group: times in milliseconds since 1970, `log` as `account:group`. */
export interface LogEvent {
  timestamp: number;
  ingestionTime: number;
  message: string;
  logStream: string;
  log: string;
  /** The message as it stands in a JSON text, if it has not been read from there yet. */
  readonly written?: string;
}

/** The service discovers this many fields in one event (CWL_AnalyzeLogData-discoverable-fields). */
export const maxFields = 1_000;
/** Deeper values are left undiscovered, so that hostile nesting costs nothing. */
export const maxDepth = 50;

/**
 * The fields of an event: the system fields, those of a JSON object in dot notation (`a.b`, `list.0.c`), and those of the
 * lines that Lambda writes about an invocation. A discovered name that starts with `@` gets another `@`, so that no event
 * can pass for the service.
 */
export function discover(event: LogEvent, ptr: string): Row {
  const row = new Map<string, string>([
    ['@timestamp', formatTimestamp(event.timestamp)],
    ['@message', event.message],
    ['@logStream', event.logStream],
    ['@log', event.log],
    ['@ingestionTime', formatTimestamp(event.ingestionTime)],
    ['@ptr', ptr],
  ]);
  for (const [name, value] of lambdaFields(event.message)) row.set(name, value);
  const json = isObject(event.message) ? readJson(event.message) : undefined;
  if (typeof json === 'object' && json !== null) addFields(row, json, row.size + maxFields);
  return row;
}

/** Can the message be a JSON object? */
export function isObject(message: string): boolean {
  return message.startsWith('{') || /^\s+\{/.test(message);
}

function addFields(row: Map<string, string>, value: object, maxSize: number, prefix = '', depth = 1): void {
  for (const [key, child] of Object.entries(value)) {
    if (row.size >= maxSize) return;
    const name = prefix === '' ? (key.startsWith('@') ? `@${key}` : key) : `${prefix}.${key}`;
    const text = textOf(child);
    if (text !== undefined) row.set(name, text);
    else if (typeof child === 'object' && child !== null && depth < maxDepth) {
      addFields(row, child, maxSize, name, depth + 1);
    }
  }
}

function textOf(value: unknown): string | undefined {
  if (value instanceof WrittenNumber) return value.text;
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : undefined;
}
