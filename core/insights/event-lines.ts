import type { LogEvent } from './discover.ts';
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
  #cut(line: string, shape: Shape): LogEvent | undefined {
    const values = cutLine(line, shape);
    if (values === undefined) return undefined;
    const { timePlace, messagePlace, streamPlace, logPlace } = shape;
    const timestamp = wholeNumber(values[timePlace] ?? '');
    const written = values[messagePlace] ?? '';
    const logStream = streamPlace < 0 ? this.#unnamed : (values[streamPlace] ?? this.#unnamed);
    const log = logPlace < 0 ? this.#unnamed : (values[logPlace] ?? this.#unnamed);
    if (timestamp === undefined || !isPlain(logStream) || !isPlain(log)) return undefined;
    if (written.includes('\\')) {
      if (bareQuote.test(written)) return undefined;
      return new EscapedEvent(written, { timestamp, logStream, log, number: this.#number });
    }
    return written.includes('"')
      ? undefined
      : { timestamp, ingestionTime: timestamp, message: written, logStream, log };
  }
}

/**
 * The values as they are written; undefined if the line has another shape. Those behind the message are sought from the
 * end, as a message may be long and full of quotes.
 */
function cutLine(line: string, { between, messagePlace }: Shape): string[] | undefined {
  const values = new Array<string>(between.length - 1);
  let begin = between[0]?.length ?? 0;
  let end = line.length - (between.at(-1)?.length ?? 0);
  if (!line.startsWith(between[0] ?? '') || !line.startsWith(between.at(-1) ?? '', end)) return undefined;
  for (let place = 0; place < messagePlace; place += 1) {
    const behind = between[place + 1] ?? '';
    const found = line.indexOf(behind, begin);
    if (found < 0) return undefined;
    values[place] = line.slice(begin, found);
    begin = found + behind.length;
  }
  for (let place = values.length - 1; place > messagePlace; place -= 1) {
    const before = between[place] ?? '';
    const found = line.lastIndexOf(before, end - before.length);
    if (found < begin) return undefined;
    values[place] = line.slice(found + before.length, end);
    end = found;
  }
  values[messagePlace] = line.slice(begin, end);
  return end < begin ? undefined : values;
}

function wholeNumber(text: string): number | undefined {
  const { length } = text;
  if (length === 0 || length > 15 || (length > 1 && text.startsWith('0'))) return undefined;
  let number = 0;
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
}

/** If a message ends before its line does, the name behind it begins with such a quote. */
const bareQuote = /(?:^|[^\\])"/;

/** Is the text what it says, without escapes and without another end? */
function isPlain(text: string): boolean {
  return !text.includes('"') && !text.includes('\\');
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
  readonly timePlace: number;
  readonly messagePlace: number;
  readonly streamPlace: number;
  readonly logPlace: number;
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
  const [timePlace, messagePlace] = [names.indexOf('timestamp'), names.indexOf('message')];
  return {
    between,
    timePlace,
    messagePlace,
    streamPlace: names.indexOf('logStream'),
    logPlace: names.indexOf('log'),
  };
}

const textNames: ReadonlySet<string> = new Set(['message', 'logStream', 'log']);

type Read = Pick<LogEvent, 'timestamp' | 'logStream' | 'log'> & { readonly number: number };

/** An event whose message stands in its line with escapes. */
class EscapedEvent implements LogEvent {
  readonly timestamp: number;
  readonly logStream: string;
  readonly log: string;
  readonly written: string;
  readonly #number: number;
  #message: string | undefined;

  constructor(written: string, { timestamp, logStream, log, number }: Read) {
    this.timestamp = timestamp;
    this.logStream = logStream;
    this.log = log;
    this.written = written;
    this.#number = number;
  }

  get ingestionTime(): number {
    return this.timestamp;
  }

  get message(): string {
    this.#message ??= this.#read();
    return this.#message;
  }

  #read(): string {
    const message = parseJson(`"${this.written}"`);
    if (typeof message !== 'string') throw new EventLineError(this.#number, 'is not JSON');
    return message;
  }
}
