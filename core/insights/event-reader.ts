import { discover, isObject, type LogEvent, maxDepth, maxFields } from './discover.ts';
import { type FlatKey, flatKey, readFlat, readFlatEscaped } from './flat-json.ts';
import { hasOddNumber, parseJson } from './json.ts';
import { lambdaFields } from './lambda-fields.ts';
import type { Slots, WorkRow } from './run/row.ts';
import { formatTimestamp } from './timestamps.ts';
import type { Value } from './values.ts';

/** An event, and the service's pointer to it. */
export interface Pointed {
  readonly event: LogEvent;
  readonly ptr: string;
}

interface JsonField {
  readonly name: string;
  readonly slot: number;
  /** The key that leads to the name by itself. */
  readonly key: FlatKey | undefined;
  /** The ways in which keys can lead to the name: `a.b`, and `a` then `b`. */
  readonly ways: readonly (readonly string[])[];
}

type ReadField = (source: Pointed) => string | null;

/** Discovers of an event only what a query asks for. Finds what `discover` finds, which it turns to in doubt. */
export class EventReader {
  /** How to read what is not a field of JSON, by slot. */
  readonly #others: (ReadField | undefined)[];
  readonly #json: JsonField[] = [];

  constructor(slots: Slots) {
    this.#others = slots.blank();
    for (const [name, slot] of slots.named) {
      const isJson = !name.startsWith('@') || name.startsWith('@@');
      const key = name.replace(/^@@/, '@');
      if (isJson) this.#json.push({ name, slot, key: flatKey(key), ways: waysTo(key) });
      else this.#others[slot] = systemFields.get(name) ?? lambdaField(name);
    }
  }

  /** Sets the value of the slot; with one field of JSON also the others that have not been asked for. */
  load(row: WorkRow, slot: number, source: Pointed): Value {
    const read = this.#others[slot];
    if (read !== undefined) row.set(slot, read(source));
    else this.#loadJson(row, source);
    return row.values[slot] ?? null;
  }

  /** Can the slot have the word for its value? Words stand in JSON as they are, or have escapes such as `\u0041`. */
  mightHold({ event }: Pointed, slot: number, word: string): boolean {
    if (this.#others[slot] !== undefined) return true;
    const text = event.written ?? event.message;
    return text.includes(word) || text.includes('\\u');
  }

  #loadJson(row: WorkRow, source: Pointed): void {
    const { event } = source;
    const flat = event.written === undefined ? readFlat(event.message) : readFlatEscaped(event.written);
    if (flat === undefined) this.#setAll(row, this.#find(event.message) ?? this.#discover(source));
    else {
      for (const { slot, key } of this.#json) {
        if (row.values[slot] === undefined) row.set(slot, (key && flat.value(key)) ?? null);
      }
    }
  }

  #setAll(row: WorkRow, values: readonly (string | undefined)[]): void {
    for (const [index, { slot }] of this.#json.entries()) {
      if (row.values[slot] === undefined) row.set(slot, values[index] ?? null);
    }
  }

  #discover({ event, ptr }: Pointed): (string | undefined)[] {
    const fields = discover(event, ptr);
    return this.#json.map(({ name }) => fields.get(name));
  }

  /** The values of the fields of JSON; undefined if it takes all fields, or numbers as written, to tell them. */
  #find(message: string): (string | undefined)[] | undefined {
    const json = isObject(message) ? parseJson(message) : undefined;
    if (typeof json !== 'object' || json === null) return [];
    if (Object.hasOwn(json, '') || hasManyValues(message, json)) return undefined;
    const values: (string | undefined)[] = [];
    let isPlain: boolean | undefined;
    for (const { ways } of this.#json) {
      if (ways.length === 0) return undefined;
      let found: string | number | boolean | undefined;
      for (const keys of ways) {
        const value = follow(json, keys);
        if (value === undefined) continue;
        if (found !== undefined) return undefined;
        found = value;
      }
      if (typeof found === 'number') {
        isPlain ??= !hasOddNumber(message);
        if (!isPlain) return undefined;
      }
      values.push(found === undefined ? undefined : String(found));
    }
    return values;
  }
}

const systemFields: ReadonlyMap<string, ReadField> = new Map<string, ReadField>([
  ['@timestamp', ({ event }) => formatTimestamp(event.timestamp)],
  ['@message', ({ event }) => event.message],
  ['@logStream', ({ event }) => event.logStream],
  ['@log', ({ event }) => event.log],
  ['@ingestionTime', ({ event }) => formatTimestamp(event.ingestionTime)],
  ['@ptr', ({ ptr }) => ptr],
]);

function lambdaField(name: string): ReadField {
  return ({ event }) => lambdaFields(event.message).get(name) ?? null;
}

/** Longer names are left to `discover`, as the ways double with each dot. */
const maxDots = 4;

function waysTo(name: string): string[][] {
  const [first = '', ...rest] = name.split('.');
  if (rest.length > maxDots) return [];
  return rest.reduce<string[][]>(
    (ways, part) =>
      ways.flatMap((way) => [
        [...way.slice(0, -1), `${way.at(-1)}.${part}`],
        [...way, part],
      ]),
    [[first]],
  );
}

function follow(json: object, keys: readonly string[]): string | number | boolean | undefined {
  let value: unknown = json;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    if (Array.isArray(value) && key === 'length') return undefined;
    value = Reflect.get(value, key);
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

/** A value takes two characters at least. */
function hasManyValues(message: string, json: object): boolean {
  return message.length > 2 * maxFields && countValues(json, 1) > maxFields;
}

function countValues(json: object, depth: number): number {
  let count = 0;
  for (const value of Object.values(json)) {
    if (typeof value !== 'object' || value === null) count += 1;
    else if (depth < maxDepth) count += countValues(value, depth + 1);
  }
  return count;
}
