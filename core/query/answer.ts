import { decodes } from '../insights/decoding.ts';
import { type ExecuteOptions, execute, type Row } from '../insights/execute.ts';
import { redactLiterals } from '../insights/literals.ts';
import type { Query } from '../insights/syntax.ts';
import { redactComputed } from '../redact/computed.ts';
import type { Redactor } from '../redact/engine.ts';
import { redactRow } from '../redact/row.ts';
import type { RedactionSettings } from '../redact/settings.ts';

interface Answering {
  residual: Query;
  redactor: Redactor;
  settings: RedactionSettings;
  options: ExecuteOptions;
}

/**
 * Redact first, then compute: text is only compared, cut and grouped after redaction, and what the query decodes or puts
 * together is hidden again.
 *
 * @returns the rows of the answer, with the redacted events and the query that they come from
 * @throws TooManyRows
 */
export function answerFrom(
  raw: readonly Row[],
  { residual, redactor, settings, options }: Answering,
): { rows: readonly Row[]; events: readonly Row[]; query: Query } {
  const events = raw.map((row) => redactRow(redactor, row).row);
  const query = redactLiterals(residual, (text) => redactor.redact(text).text);
  const computed = execute(query, events, options);
  const rows = decodes(query) ? redactComputed(settings, computed) : computed;
  return { rows, events, query };
}
