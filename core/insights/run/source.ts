import type { LogEvent } from '../discover.ts';
import { EventReader, type Pointed } from '../event-reader.ts';
import type { Row } from '../execute.ts';
import type { Value } from '../values.ts';
import { orderTime } from './order.ts';
import { type Origin, type Slots, WorkRow } from './row.ts';

/** Makes rows of events, whose fields are discovered when they are asked for. */
export class EventSource {
  readonly #slots: Slots;
  #begin: { reader: EventReader; blank: readonly undefined[] } | undefined;
  #place = 0;

  constructor(slots: Slots) {
    this.#slots = slots;
  }

  row(event: LogEvent, ptr: string): WorkRow {
    this.#begin ??= { reader: new EventReader(this.#slots), blank: this.#slots.blank() };
    const { reader, blank } = this.#begin;
    this.#place += 1;
    return new WorkRow(blank.slice(), {
      origin: new EventOrigin(reader, event, ptr),
      time: orderTime(event.timestamp),
      place: this.#place,
    });
  }
}

class EventOrigin implements Origin, Pointed {
  readonly #reader: EventReader;
  readonly event: LogEvent;
  readonly ptr: string;

  constructor(reader: EventReader, event: LogEvent, ptr: string) {
    this.#reader = reader;
    this.event = event;
    this.ptr = ptr;
  }

  load(row: WorkRow, slot: number): Value {
    return this.#reader.load(row, slot, this);
  }

  mightHold(slot: number, word: string): boolean {
    return this.#reader.mightHold(this, slot, word);
  }
}

/** Makes rows of rows. */
export class RowSource {
  readonly #slots: Slots;
  #place = 0;

  constructor(slots: Slots) {
    this.#slots = slots;
  }

  row(row: Row): WorkRow {
    this.#place += 1;
    const values: (Value | undefined)[] = this.#slots.blank();
    for (const [name, slot] of this.#slots.named) values[slot] = row.get(name) ?? null;
    return new WorkRow(values, { origin: complete, time: row.get('@timestamp') ?? null, place: this.#place });
  }
}

/** Of rows that have all their values. */
const complete: Origin = {
  load: () => null,
  mightHold: () => true,
};
