import { createReadStream } from 'node:fs';
import { CliError } from './errors.ts';
import type { Host } from './host.ts';

/** A line longer than this is no log line and no query. */
const maxLineLength = 4_000_000;

/** The lines of a file, or of standard input for `-`, as they arrive; the line feeds are not part of them. */
export async function* linesOf(host: Host, file: string): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of file === '-' ? host.stdin : open(file)) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) {
      throw new CliError('usage', `a line of ${file} is longer than ${maxLineLength} characters`);
    }
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
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
