import { createHash } from 'node:crypto';
import type { LogEvent } from '../../../../core/insights/discover.ts';
import { createPseudonymize } from '../../../../core/redact/pseudonym.ts';
import { piecesOf } from '../fuzz/exfiltration.ts';
import { type Glass, glass, look, rowsOf } from '../fuzz/glass.ts';

export function event(body: object | string, at: number, logStream = 's'): LogEvent {
  return {
    timestamp: 1_795_000_000_000 + at,
    ingestionTime: 1_795_000_000_000,
    message: typeof body === 'string' ? body : JSON.stringify(body),
    logStream,
    log: '1:app',
  };
}

export const standard: Glass = glass(
  'standard',
  createPseudonymize((text) => createHash('sha256').update(text).digest()),
);

/** The pieces of the secrets that the answer shows; the query must be one that is answered. */
export function piecesShown(
  query: string,
  events: readonly LogEvent[],
  secrets: readonly string[],
): string[] {
  const answer = look(query, rowsOf(events), standard);
  if (answer === undefined) throw new RangeError(`The query is refused: ${query}`);
  return piecesOf(secrets).filter((piece) => answer.includes(piece));
}

/** The glass in which all values of a type are one, so that two logs that differ in their secrets alone look the same. */
export const blind = (level: Glass['level']): Glass => glass(level, () => '0'.repeat(12));
