import { createHmac, randomBytes } from 'node:crypto';
import { createRedactor } from '../../core/redact/engine.ts';
import { createPseudonymize } from '../../core/redact/pseudonym.ts';
import type { RedactionSettings } from '../../core/redact/settings.ts';
import { redactLines, redactObjects } from './records.ts';

export interface FilterOptions {
  settings: RedactionSettings;
  input: 'text' | 'jsonl';
  output: 'text' | 'json';
}

export interface FilterStreams {
  input: AsyncIterable<Uint8Array | string>;
  /** Comes back when more may be written. */
  write: (text: string) => Promise<void>;
  report: (problem: string) => void;
  /** Told now and then how many records are done. */
  progress?: ((records: number) => void) | undefined;
}

export interface FilterResult {
  records: number;
  badRecords: number;
  /** How many values were redacted, by type. */
  counts: Record<string, number>;
}

/** Written in pieces of this size, as a write a line takes longer than the redaction. */
const bufferLength = 65_536;
const progressEvery = 10_000;

/** Redacts a stream, record by record, under a key of its own: equal values have equal masks in this stream only. */
export async function filterStream(streams: FilterStreams, options: FilterOptions): Promise<FilterResult> {
  const key = randomBytes(32);
  const pseudonymize = createPseudonymize((message) => createHmac('sha256', key).update(message).digest());
  const redactor = createRedactor({ ...options.settings, pseudonymize });
  const read = options.input === 'jsonl' ? redactObjects : redactLines;
  const result: FilterResult = { records: 0, badRecords: 0, counts: {} };
  let pending = '';
  for await (const record of read(streams.input, redactor)) {
    result.records += 1;
    if (result.records % progressEvery === 0) streams.progress?.(result.records);
    if ('problem' in record) {
      result.badRecords += 1;
      streams.report(`line ${record.line} ${record.problem}`);
      continue;
    }
    const { text, findings, end } = record;
    for (const { type } of findings) result.counts[type] = (result.counts[type] ?? 0) + 1;
    pending += options.output === 'json' ? `${JSON.stringify({ text, findings })}\n` : text + end;
    if (pending.length < bufferLength) continue;
    await streams.write(pending);
    pending = '';
  }
  if (pending !== '') await streams.write(pending);
  return result;
}
