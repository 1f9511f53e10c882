import { ApiError } from '../../contract/client.ts';
import type { Problem } from '../../contract/problem.ts';
import { CliError } from '../errors.ts';
import { visible } from './visible.ts';
import { pad, widthOf } from './width.ts';

/** What went wrong as lines for people. `source` is the query or SQL text that positions point into. */
export function errorLines(error: unknown, source?: string): string[] {
  if (error instanceof ApiError) {
    const { problem } = error;
    if (!problem) return [`vitrine: ${visible(error.message)}`];
    return [
      `vitrine: ${visible(problem.detail ?? problem.title)}`,
      ...(problem.errors ?? []).flatMap((each) => fieldErrorLines(each, source)),
      ...(problem.instance ? [`  reference: ${visible(problem.instance)}`] : []),
    ];
  }
  return [`vitrine: ${visible(error instanceof Error ? error.message : String(error))}`];
}

/** The same for programs: the server's problem document, or one in its likeness. */
export function errorDocument(error: unknown): object {
  if (error instanceof ApiError) {
    return error.problem ?? { type: 'about:blank', title: error.message, status: error.status, code: 'http' };
  }
  const code = error instanceof CliError ? error.code : 'failed';
  const title = error instanceof Error ? error.message : String(error);
  return { type: `urn:vitrine:problem:cli:${code}`, title, code };
}

type FieldError = NonNullable<Problem['errors']>[number];

function fieldErrorLines({ field, message, line, column, length }: FieldError, source?: string): string[] {
  const text = `  ${field ? `${visible(field)}: ` : ''}${visible(message)}`;
  const line0 = line === undefined ? undefined : source?.split('\n')[line - 1];
  if (line0 === undefined || column === undefined) return [text];
  const before = widthOf(visible(line0.slice(0, column - 1)));
  const marked = widthOf(visible(line0.slice(column - 1, column - 1 + (length ?? 1))));
  return [text, `    ${visible(line0)}`, `    ${pad('', before)}${'^'.repeat(Math.max(1, marked))}`];
}
