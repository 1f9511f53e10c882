import { type Days, dayMs, dayOf, eachDay } from '../../day.ts';

/** Crockford's base 32, in which ULIDs are written; it sorts as the numbers do. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** A ULID starts with its moment in milliseconds, in so many digits. */
const timeDigits = 10;
/** Where the ULID is in a key. */
const ulidAt = 'events/dt=YYYY-MM-DD/'.length;

const day = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const eventKey = new RegExp(String.raw`^events/dt=(${day})/[0-7][0-9A-HJKMNP-TV-Z]{25}\.json$`);
const eventsOfDay = new RegExp(`^events/dt=(${day})/$`);

export function isEventKey(key: string): boolean {
  return eventKey.test(key);
}

/** The UTC day that an event's key names; undefined for any other key. */
export function dayOfEvent(key: string): string | undefined {
  return eventKey.exec(key)?.[1];
}

/** Where the events lie. */
export const eventsPrefix = 'events/';

/** Where the events of a day lie. */
export function dayPrefix(day: string): string {
  return `${eventsPrefix}dt=${day}/`;
}

/** The day whose events lie below this; undefined for any other prefix. */
export function dayOfPrefix(prefix: string): string | undefined {
  return eventsOfDay.exec(prefix)?.[1];
}

/** Whether a key lies among the events of the days, be it an event's or not. */
export function isOfDays(key: string, { from, to }: Days): boolean {
  return key >= dayPrefix(from) && (key < dayPrefix(to) || key.startsWith(dayPrefix(to)));
}

/**
 * Prefixes below which all events of the days lie, in the order of their keys. They are as few as do not list much else: what lists them
 * may have to go through all there is for each.
 */
export function prefixesOf(days: Days): string[] {
  const months = Map.groupBy(eachDay(days), (each) => each.slice(0, 'YYYY-MM'.length));
  return [...months.values()].map((some) =>
    commonStart(dayPrefix(some[0] ?? ''), dayPrefix(some.at(-1) ?? '')),
  );
}

function commonStart(some: string, other: string): string {
  let length = 0;
  while (length < some.length && some[length] === other[length]) length += 1;
  return some.slice(0, length);
}

/** The UTC days between two moments, and for each the key after which those events sort that were made since the first. */
export function eventsSince(fromMs: number, toMs: number): { day: string; after: string }[] {
  const days: { day: string; after: string }[] = [];
  for (let ms = fromMs; dayOf(ms) <= dayOf(toMs); ms += dayMs) {
    days.push({ day: dayOf(ms), after: `${dayPrefix(dayOf(ms))}${timePrefix(fromMs)}` });
  }
  return days;
}

function timePrefix(ms: number): string {
  let digits = '';
  for (let rest = ms; digits.length < timeDigits; rest = Math.floor(rest / 32)) {
    digits = `${alphabet[rest % 32]}${digits}`;
  }
  return digits;
}

/** When an event with this key was made, as its ULID tells: milliseconds since the epoch. */
export function eventMoment(key: string): number {
  const digits = key.slice(ulidAt, ulidAt + timeDigits);
  return Array.from(digits).reduce((ms, digit) => ms * 32 + alphabet.indexOf(digit), 0);
}
