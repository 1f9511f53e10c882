import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { writeAtomically } from '../wire/files.ts';

export interface StoredEvent {
  /** Counts up within the group; part of `@ptr` and of page tokens. */
  id: number;
  /** Milliseconds since the epoch, as are all times here. */
  timestamp: number;
  ingestionTime: number;
  stream: string;
  message: string;
}

export interface LogStream {
  name: string;
  createdAt: number;
  firstEventAt?: number;
  lastEventAt?: number;
  lastIngestionAt?: number;
}

/** The newest events are kept, as many as one machine searches in a second or so; older ones are forgotten. */
const MAX_EVENTS = 200_000;
const MAX_BYTES = 128 * 1024 * 1024;
/** Forgetting goes in steps, so that a full group does not move its array at every event. */
const SLACK = 0.1;

const DAY_MS = 86_400_000;
/** CloudWatch keeps events for good unless told otherwise; a hundred years are that. */
const FOR_GOOD_DAYS = 36_500;

/** One log group: events in memory in the order of their time, and in an append-only file of JSON lines. */
export class LogGroup {
  readonly name: string;
  readonly createdAt: number;
  /** Undefined for one that forgets nothing. */
  readonly retentionDays: number | undefined;
  readonly streams = new Map<string, LogStream>();
  readonly #file: string;
  #events: StoredEvent[] = [];
  #bytes = 0;
  #lastId = 0;
  #isSorted = true;

  constructor(options: { name: string; file: string; retentionDays: number | undefined; now: number }) {
    this.name = options.name;
    this.createdAt = options.now;
    this.retentionDays = options.retentionDays;
    this.#file = options.file;
    this.#load();
  }

  get retentionMs(): number {
    return (this.retentionDays ?? FOR_GOOD_DAYS) * DAY_MS;
  }

  get storedBytes(): number {
    return this.#bytes;
  }

  createStream(name: string, now: number): LogStream {
    const known = this.streams.get(name);
    if (known) return known;
    const stream = { name, createdAt: now };
    this.streams.set(name, stream);
    return stream;
  }

  /** Adds events; those that are not `stored` can be had again from where they came (a file, a seed). */
  append(
    streamName: string,
    events: readonly { timestamp: number; message: string }[],
    { now, stored }: { now: number; stored: boolean },
  ): void {
    const lines: string[] = [];
    for (const { timestamp, message } of events) {
      this.#add(timestamp, now, streamName, message);
      lines.push(`${JSON.stringify([timestamp, now, streamName, message])}\n`);
    }
    if (stored && lines.length > 0) appendFileSync(this.#file, lines.join(''));
    if (this.#events.length > MAX_EVENTS * (1 + SLACK) || this.#bytes > MAX_BYTES * (1 + SLACK))
      this.#forget();
  }

  /** Events from `from` to `to`, both inclusive, oldest first, within the group's retention. */
  between(from: number, to: number, now: number): StoredEvent[] {
    this.#sort();
    const start = this.#position(Math.max(from, now - this.retentionMs));
    return this.#events.slice(start, this.#position(to + 1));
  }

  #add(timestamp: number, ingestionTime: number, streamName: string, message: string): void {
    const last = this.#events.at(-1);
    if (last && last.timestamp > timestamp) this.#isSorted = false;
    this.#events.push({ id: ++this.#lastId, timestamp, ingestionTime, stream: streamName, message });
    this.#bytes += Buffer.byteLength(message);
    const stream = this.createStream(streamName, ingestionTime);
    stream.firstEventAt = Math.min(stream.firstEventAt ?? timestamp, timestamp);
    stream.lastEventAt = Math.max(stream.lastEventAt ?? timestamp, timestamp);
    stream.lastIngestionAt = ingestionTime;
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#events.sort((a, b) => a.timestamp - b.timestamp || a.id - b.id);
    this.#isSorted = true;
  }

  #forget(): void {
    this.#sort();
    let from = Math.max(0, this.#events.length - MAX_EVENTS);
    for (let index = 0; index < this.#events.length; index++) {
      if (index >= from && this.#bytes <= MAX_BYTES) break;
      this.#bytes -= Buffer.byteLength(this.#events[index]?.message ?? '');
      from = Math.max(from, index + 1);
    }
    this.#events = this.#events.slice(from);
  }

  /** Index of the first event at or after `time`, by bisection. */
  #position(time: number): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.timestamp ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A line cut off by a crash is left out, and what has been forgotten leaves the file as well. */
  #load(): void {
    if (!existsSync(this.#file)) return;
    const lines = readFileSync(this.#file, 'utf8').split('\n');
    for (const line of lines.slice(-MAX_EVENTS - 1)) {
      const stored = parseLine(line);
      if (stored) this.#add(...stored);
    }
    if (lines.length <= MAX_EVENTS * (1 + SLACK)) return;
    const kept = this.#events.map((event) =>
      JSON.stringify([event.timestamp, event.ingestionTime, event.stream, event.message]),
    );
    writeAtomically(this.#file, `${kept.join('\n')}\n`);
  }
}

function parseLine(line: string): [number, number, string, string] | undefined {
  if (!line.endsWith(']')) return undefined;
  return JSON.parse(line) as [number, number, string, string];
}
