import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

export interface Line {
  timestamp: number;
  message: string;
}

/** Longer lines are cut: CloudWatch takes at most 1 MiB per event, with 26 bytes of overhead. */
const MAX_LINE_BYTES = 1_048_576 - 26;
const READ_BYTES = 1_048_576;
const FOLLOW_EVERY_MS = 500;
/** Lines without a time of their own are laid this far apart, the last one at the time of reading. */
const SPREAD_MS = 100;

/**
 * Follows a growing text file: gives its lines so far, then those appended, until the returned function is called.
 * A file that shrinks (rotated, truncated) is read from its start again.
 */
export function followFile(path: string, clock: () => number, emit: (lines: Line[]) => void): () => void {
  let offset = 0;
  let rest = Buffer.alloc(0);
  const poll = (): void => {
    if (!existsSync(path)) return;
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      if (size < offset) {
        offset = 0;
        rest = Buffer.alloc(0);
      }
      while (offset < size) {
        const chunk = Buffer.alloc(Math.min(READ_BYTES, size - offset));
        const read = readSync(file, chunk, 0, chunk.length, offset);
        if (read === 0) break;
        offset += read;
        const { lines, left } = splitLines(Buffer.concat([rest, chunk.subarray(0, read)]));
        rest = left;
        if (lines.length > 0) emit(timed(lines, clock()));
      }
    } finally {
      closeSync(file);
    }
  };
  poll();
  const timer = setInterval(poll, FOLLOW_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** Gives every line a time: its own, else that of the line before it, else one near now. */
export function timed(lines: readonly string[], now: number): Line[] {
  let previous: number | undefined;
  return lines.map((message, index) => {
    previous = timestampOf(message) ?? previous;
    return { timestamp: previous ?? now - (lines.length - 1 - index) * SPREAD_MS, message };
  });
}

/** The time a line states: in a JSON field `timestamp`, `time`, `ts` or `@timestamp`, or as an ISO 8601 prefix. */
export function timestampOf(line: string): number | undefined {
  if (line.trimStart().startsWith('{')) return jsonTimestamp(line);
  const [prefix] = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/.exec(line) ?? [];
  return prefix === undefined ? undefined : parseTime(prefix);
}

function jsonTimestamp(line: string): number | undefined {
  try {
    const fields = JSON.parse(line) as Record<string, unknown>;
    for (const name of ['timestamp', 'time', 'ts', '@timestamp']) {
      const time = parseTime(fields[name]);
      if (time !== undefined) return time;
    }
  } catch {
    // Not JSON after all: a line like any other.
  }
  return undefined;
}

/** Numbers under 10^11 are seconds (until the year 5138), larger ones milliseconds; text without a zone is UTC. */
function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.round(value < 1e11 ? value * 1000 : value);
  if (typeof value !== 'string') return undefined;
  const iso = value.replace(' ', 'T').replace(',', '.');
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function splitLines(buffer: Buffer): { lines: string[]; left: Buffer<ArrayBuffer> } {
  const lines: string[] = [];
  let start = 0;
  for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10, start)) {
    const line = buffer.toString('utf8', start, Math.min(end, start + MAX_LINE_BYTES)).replace(/\r$/, '');
    if (line !== '') lines.push(line);
    start = end + 1;
  }
  return { lines, left: Buffer.from(buffer.subarray(start, start + MAX_LINE_BYTES)) };
}
