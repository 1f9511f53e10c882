import type { Finding, Redaction, Redactor } from '../../core/redact/engine.ts';
import { type Line, linesOf, maxLineLength } from './lines.ts';

/** One record of the input, or what is wrong with it. */
export type RedactedRecord =
  | { line: number; end: string; text: string; findings: Finding[] }
  | { line: number; problem: string };

/** Redacts each line. Keys in PEM go over lines, and are read whole. */
export async function* redactLines(
  input: AsyncIterable<Uint8Array | string>,
  redactor: Redactor,
): AsyncGenerator<RedactedRecord> {
  let number = 1;
  let open: Line[] = [];
  let openLength = 0;
  const close = function* () {
    yield* redactTogether(open, number, redactor);
    number += open.length;
    open = [];
    openLength = 0;
  };
  for await (const line of linesOf(input)) {
    open.push(line);
    openLength += line.text.length;
    const isInKey =
      openLength < maxKeyLength && (open.length > 1 || keyStart.test(line.text)) && !keyEnd.test(line.text);
    if (!isInKey) yield* close();
  }
  yield* close();
}

/** Beyond what a key takes, lines are read one by one again. */
const maxKeyLength = 32_768;
const keyStart = /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d/i;
const keyEnd = /-----END |Private-MAC:/i;

function* redactTogether(
  lines: readonly Line[],
  first: number,
  redactor: Redactor,
): Generator<RedactedRecord> {
  const whole = redactor.redact(lines.map(({ text }) => text).join('\n'));
  if (lines.length === 1 && lines[0]) {
    yield { line: first, end: lines[0].end, ...whole };
    return;
  }
  const masks = masksOf(whole);
  let start = 0;
  for (const [index, { text, end }] of lines.entries()) {
    yield { line: first + index, end, ...partOf(text, start, whole.findings, masks) };
    start += text.length + 1;
  }
}

/** What stands for each finding in the redacted text. */
function masksOf({ text, findings }: Redaction): string[] {
  let growth = 0;
  return findings.map(({ start, end }) => {
    const from = start + growth;
    const bracket = text.indexOf(']', from) + 1;
    const mask = text.slice(from, bracket) + (text[from] === '"' ? '"' : '');
    growth += mask.length - (end - start);
    return mask;
  });
}

/** The line that starts at the offset; a value that goes over lines has its mask on each of them. */
function partOf(
  line: string,
  offset: number,
  findings: readonly Finding[],
  masks: readonly string[],
): Redaction {
  const part: Redaction = { text: '', findings: [] };
  let from = 0;
  for (const [index, finding] of findings.entries()) {
    const start = Math.max(0, finding.start - offset);
    const end = Math.min(line.length, finding.end - offset);
    if (end <= start) continue;
    part.text += line.slice(from, start) + masks[index];
    part.findings.push({ ...finding, start, end });
    from = end;
  }
  part.text += line.slice(from);
  return part;
}

/** Redacts the `text` of each line's object. */
export async function* redactObjects(
  input: AsyncIterable<Uint8Array | string>,
  redactor: Redactor,
): AsyncGenerator<RedactedRecord> {
  let line = 1;
  let isCut = false;
  for await (const { text, end } of linesOf(input)) {
    const number = line;
    const isPart = isCut;
    if (end !== '') line += 1;
    isCut = end === '' && text.length >= maxLineLength;
    if (isCut && !isPart) yield { line: number, problem: 'is longer than an object may be' };
    if (isCut || isPart || text.trim() === '') continue;
    const value = textOf(text);
    yield value === undefined
      ? { line: number, problem: 'is not an object of JSON with a string named text' }
      : { line: number, end: '\n', ...redactor.redact(value) };
  }
}

function textOf(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('text' in value)) return undefined;
    return typeof value.text === 'string' ? value.text : undefined;
  } catch {
    return undefined;
  }
}
