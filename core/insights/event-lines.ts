import type { LogEvent } from './discover.ts';
import { holdsWord } from './event-reader.ts';
import { parseJson } from './json.ts';

/** A line that is no event: its number, and what it is or has not. */
export class EventLineError extends Error {
  override readonly name = 'EventLineError';
  readonly number: number;
  readonly fault: string;

  constructor(number: number, fault: string) {
    super(`line ${number} ${fault}`);
    this.number = number;
    this.fault = fault;
  }
}

/**
 * Reads events from lines of JSON: `{"timestamp": ms, "message": text, "logStream"?, "log"?}`. Lines of one writer are of
 * one shape, which is learned from the line before: then the values are only cut out, and an escaped message is not read
 * before somebody asks for it.
 */
export class EventLines {
  #number = 0;
  #shape: Shape | undefined;
  /** The log and the stream of lines that name none. */
  readonly #unnamed: string;

  constructor(unnamed: string) {
    this.#unnamed = unnamed;
  }

  /**
   * The event of the next line; undefined if the line is empty.
   *
   * @throws EventLineError at once, or when the message is read
   */
  next(line: string): LogEvent | undefined {
    this.#number += 1;
    const known = this.#shape && this.#cut(line, this.#shape);
    if (known !== undefined) return known;
    if (line.trim() === '') return undefined;
    const record = readRecord(line, this.#number);
    this.#shape = shapeOf(record);
    const { timestamp, message, logStream = this.#unnamed, log = this.#unnamed } = record;
    return { timestamp, ingestionTime: timestamp, message, logStream: String(logStream), log: String(log) };
  }

  /** The event of a line of the shape; undefined if the line needs more care. */
  #cut(line: string, { between, places }: Shape): LogEvent | undefined {
    const first = between[0] ?? '';
    if (!line.startsWith(first)) return undefined;
    const values: string[] = [];
    let at = first.length;
    for (let index = 1; index < between.length; index += 1) {
      const behind = between[index] ?? '';
      const end = index === between.length - 1 ? line.length - behind.length : line.indexOf(behind, at);
      if (end < at || !line.startsWith(behind, end)) return undefined;
      values.push(line.slice(at, end));
      at = end + behind.length;
    }
    const timestamp = wholeNumber(values[places.timestamp] ?? '');
    const written = values[places.message] ?? '';
    const isEscaped = written.includes('\\');
    if (timestamp === undefined || (!isEscaped && written.includes('"'))) return undefined;
    const logStream = values[places.logStream] ?? this.#unnamed;
    const log = values[places.log] ?? this.#unnamed;
    if (/["\\]/.test(logStream) || /["\\]/.test(log)) return undefined;
    if (!isEscaped) return { timestamp, ingestionTime: timestamp, message: written, logStream, log };
    return new EscapedEvent(written, { timestamp, logStream, log, line, number: this.#number });
  }
}

interface EventRecord {
  readonly timestamp: number;
  readonly message: string;
  readonly logStream?: unknown;
  readonly log?: unknown;
}

function readRecord(line: string, number: number): EventRecord {
  const value = parseJson(line);
  if (value === undefined) throw new EventLineError(number, 'is not JSON');
  if (typeof value !== 'object' || value === null) throw new EventLineError(number, 'is not an object');
  const { timestamp, message } = value as Record<string, unknown>;
  if (typeof timestamp !== 'number' || !(Math.abs(timestamp) <= 8.64e15)) {
    throw new EventLineError(number, 'has no timestamp in milliseconds');
  }
  if (typeof message !== 'string') throw new EventLineError(number, 'has no message');
  return { ...value, timestamp, message };
}

/** What stands before, between and behind the values of a line, and which value is which. */
interface Shape {
  readonly between: readonly string[];
  readonly places: Readonly<Record<'timestamp' | 'message' | 'logStream' | 'log', number>>;
}

/** The shape of lines that are written as this one, if all they have is a time and texts that are known. */
function shapeOf(record: EventRecord): Shape | undefined {
  const names = Object.keys(record);
  const between: string[] = [];
  let behind = '{';
  for (const [name, value] of Object.entries(record)) {
    if (name !== 'timestamp' && (!textNames.has(name) || typeof value !== 'string')) return undefined;
    const quote = name === 'timestamp' ? '' : '"';
    between.push(`${behind}"${name}":${quote}`);
    behind = `${quote},`;
  }
  between.push(behind.replace(',', '}'));
  const [timestamp, message] = [names.indexOf('timestamp'), names.indexOf('message')];
  return {
    between,
    places: { timestamp, message, logStream: names.indexOf('logStream'), log: names.indexOf('log') },
  };
}

const textNames: ReadonlySet<string> = new Set(['message', 'logStream', 'log']);

function wholeNumber(text: string): number | undefined {
  if (text.length > 15 || text === '') return undefined;
  let number = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
}

type Read = Pick<LogEvent, 'timestamp' | 'logStream' | 'log'> & {
  readonly line: string;
  readonly number: number;
};

/** An event whose message stands in its line with escapes. */
class EscapedEvent implements LogEvent {
  readonly timestamp: number;
  readonly logStream: string;
  readonly log: string;
  readonly #written: string;
  readonly #line: string;
  readonly #number: number;
  #message: string | undefined;

  constructor(written: string, { timestamp, logStream, log, line, number }: Read) {
    this.timestamp = timestamp;
    this.logStream = logStream;
    this.log = log;
    this.#written = written;
    this.#line = line;
    this.#number = number;
  }

  get ingestionTime(): number {
    return this.timestamp;
  }

  get message(): string {
    this.#message ??= this.#read();
    return this.#message;
  }

  mightHold(word: string): boolean {
    return holdsWord(this.#written, word);
  }

  /** If the message is no JSON text, its end is elsewhere, or nowhere. */
  #read(): string {
    const message = parseJson(`"${this.#written}"`);
    return typeof message === 'string' ? message : readRecord(this.#line, this.#number).message;
  }
}
