import type { Value } from '../values.ts';

/** Gives a row the values that have not been asked for before. */
export interface Origin {
  /** Sets the value of the slot, and perhaps of others, and gives it. */
  load(row: WorkRow, slot: number): Value;
  /** False if it is clear, without reading the event, that the slot's value is not the word. */
  mightHold(slot: number, word: string): boolean;
}

/**
 * A row while a query works on it. Values stand in slots, which the query's names have been given before the first row: a
 * value is undefined until it is asked for, and null if there is none.
 */
export class WorkRow {
  readonly values: (Value | undefined)[];
  readonly origin: Origin;
  /** When the event happened, for the order in which rows begin: milliseconds, or `@timestamp` as the row has it. */
  readonly time: number | string | null;
  /** The place among the rows, which decides between rows that are equal in everything else. */
  place: number;

  constructor(values: (Value | undefined)[], { origin, time, place }: RowBegin) {
    this.values = values;
    this.origin = origin;
    this.time = time;
    this.place = place;
  }

  get(slot: number): Value {
    const value = this.values[slot];
    return value === undefined ? this.origin.load(this, slot) : value;
  }

  set(slot: number, value: Value): void {
    this.values[slot] = value;
  }

  mightHold(slot: number, word: string): boolean {
    return this.values[slot] !== undefined || this.origin.mightHold(slot, word);
  }

  copy(): WorkRow {
    return new WorkRow(this.values.slice(), this);
  }
}

type RowBegin = Pick<WorkRow, 'origin' | 'time' | 'place'>;

/** The slots of a query's names. All are given before the first row comes. */
export class Slots {
  readonly #named = new Map<string, number>();
  #count = 0;

  of(name: string): number {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const slot = this.hidden();
    this.#named.set(name, slot);
    return slot;
  }

  /** A slot that no query can name. */
  hidden(): number {
    this.#count += 1;
    return this.#count - 1;
  }

  /** The names that have a slot. */
  get named(): ReadonlyMap<string, number> {
    return this.#named;
  }

  /** The values of a row that has none yet. */
  blank(): undefined[] {
    return new Array<undefined>(this.#count).fill(undefined);
  }

  /** A row that a command makes: what is not set is nothing. */
  madeRow(): WorkRow {
    return new WorkRow(this.blank(), { origin: nothing, time: null, place: 0 });
  }
}

const nothing: Origin = {
  load(row, slot) {
    row.set(slot, null);
    return null;
  },
  mightHold: () => false,
};
