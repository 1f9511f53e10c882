import { formatTimestamp } from '../timestamps.ts';
import { sortOrder, type Value } from '../values.ts';
import type { WorkRow } from './row.ts';

/** Below zero if the first row comes first. No two rows of a query are equal: the last word has their place. */
export type Order = (a: WorkRow, b: WorkRow) => number;

export const byPlace: Order = (a, b) => a.place - b.place;

/** The order in which rows begin: by `@timestamp`, newest first. */
export const newestFirst: Order = (a, b) => compareTimes(b.time, a.time) || a.place - b.place;

type Time = WorkRow['time'];

function compareTimes(a: Time, b: Time): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return sortOrder(timeText(a), timeText(b));
}

function timeText(time: Time): string | null {
  return typeof time === 'number' ? formatTimestamp(time) : time;
}

/** Milliseconds from the year 0 up to the year 10000, whose texts are in the same order as the numbers. */
const firstTime = -62_167_219_200_000;
const lastTime = 253_402_300_799_999;

export function orderTime(milliseconds: number): Time {
  const whole = Math.trunc(milliseconds);
  return whole >= firstTime && whole <= lastTime ? whole : formatTimestamp(whole);
}

/** By the values in a slot first, then in the order before. */
export function bySlots(
  slots: readonly { readonly slot: number; readonly descending: boolean }[],
  before: Order,
): Order {
  return (a, b) => {
    for (const { slot, descending } of slots) {
      const order = sortOrder(a.values[slot] ?? null, b.values[slot] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return before(a, b);
  };
}

/** In the order before, and rows that come of one row by the number in the slot. */
export function andThen(before: Order, slot: number): Order {
  return (a, b) => {
    // Rows of one row have its place, so only the numbers tell them apart.
    const order = before(a, b);
    return order !== 0 ? order : numberIn(a.values[slot]) - numberIn(b.values[slot]);
  };
}

function numberIn(value: Value | undefined): number {
  return typeof value === 'number' ? value : 0;
}
