import { createReadStream } from 'node:fs';
import { CliError } from './errors.ts';
import type { Host } from './host.ts';

/** A line longer than this many bytes is no log line and no query. */
const maxLineBytes = 4_000_000;

const lineFeed = 10;
const carriageReturn = 13;

/** The lines of a file, or of standard input for `-`, as they arrive; the line ends are not part of them. */
export async function* linesOf(host: Pick<Host, 'stdin'>, file: string): AsyncGenerator<string> {
  for await (const lines of lineBatches(host, file)) yield* lines;
}

/**
 * The lines, many at a time. Each is a text of its own, so that a line that somebody keeps does not keep its neighbours in
 * memory.
 */
export async function* lineBatches(
  host: Pick<Host, 'stdin'>,
  file: string,
): AsyncGenerator<readonly string[]> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of file === '-' ? host.stdin : open(file)) {
    const bytes = Buffer.concat([rest, Buffer.from(chunk)]);
    const lines: string[] = [];
    let at = isFirst && hasMark(bytes) ? 3 : 0;
    isFirst = false;
    for (let end = bytes.indexOf(lineFeed, at); end >= 0; end = bytes.indexOf(lineFeed, at)) {
      lines.push(bytes.toString('utf8', at, bytes[end - 1] === carriageReturn ? end - 1 : end));
      at = end + 1;
    }
    rest = bytes.subarray(at);
    if (rest.length > maxLineBytes) {
      throw new CliError('usage', `a line of ${file} is longer than ${maxLineBytes} bytes`);
    }
    yield lines;
  }
  if (rest.length > 0) yield [rest.toString('utf8')];
}

/** The mark that some writers set before UTF-8. */
function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

async function* open(file: string): AsyncGenerator<Uint8Array | string> {
  try {
    yield* createReadStream(file, { highWaterMark: 1_048_576 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError('usage', `cannot read ${file}: ${reason}`, error);
  }
}

/** All of standard input, up to a bound that no query exceeds. */
export async function readAll(host: Host, maxLength: number): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of host.stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > maxLength) break;
  }
  return text;
}
