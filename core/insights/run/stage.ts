import type { Scope } from '../compile.ts';
import type { Order } from './order.ts';
import type { WorkRow } from './row.ts';

/** A command at work: takes rows one after the other, hands on what comes of them, and the rest when it is told of the end. */
export interface Stage {
  push(row: WorkRow): void;
  finish(): void;
}

/** Makes a stage that hands its rows to the next one. */
export type MakeStage = (next: Stage) => Stage;

/** What a command is compiled with: the order is that in which the rows count, whatever order they come in. */
export interface StageScope extends Scope {
  readonly order: Order;
}

/** More rows or groups than this in memory are a fault of the query, not of the machine. */
export const maxHeldRows = 1_000_000;

/** A query would hold or make more rows than it may. The message names the way out. */
export class TooManyRows extends RangeError {
  override readonly name = 'TooManyRows';
}

/** Each row by itself. */
export function eachRow(push: (row: WorkRow, next: Stage) => void): MakeStage {
  return (next) => ({ push: (row) => push(row, next), finish: () => next.finish() });
}

/** A row that is read from a list makes many, and commands behind each other multiply them. */
const maxMadeRows = 10_000_000;

/** Several rows for each one, numbered in a slot of their own, so that they keep their order. */
export function severalRows(
  name: string,
  numberSlot: number,
  make: (row: WorkRow) => readonly WorkRow[],
): MakeStage {
  let made = 0;
  return eachRow((row, next) => {
    for (const [number, each] of make(row).entries()) {
      made += 1;
      if (made > maxMadeRows) {
        const most = maxMadeRows.toLocaleString('en');
        throw new TooManyRows(`\`${name}\` may make ${most} rows: filter more or narrow the time range`);
      }
      each.set(numberSlot, number);
      next.push(each);
    }
  });
}

/** All rows in their order, for commands that look at rows beside each other. They are held until the end. */
export function allRows(name: string, order: Order, work: (rows: WorkRow[]) => WorkRow[]): MakeStage {
  return (next) => {
    const rows: WorkRow[] = [];
    return {
      push(row) {
        holdOneMore(rows.length, `\`${name}\` needs all rows at once`);
        rows.push(row);
      },
      finish() {
        rows.sort(order);
        handOn(work(rows), next);
      },
    };
  };
}

/** Hands on rows that are in their order, which from now on is that of their places. */
export function handOn(rows: readonly WorkRow[], next: Stage): void {
  for (const [place, row] of rows.entries()) {
    row.place = place;
    next.push(row);
  }
  next.finish();
}

/** @throws TooManyRows */
export function holdOneMore(held: number, why: string): void {
  if (held < maxHeldRows) return;
  const most = maxHeldRows.toLocaleString('en');
  throw new TooManyRows(`${why}, and may hold ${most}: filter more, narrow the time range, or use \`limit\``);
}
