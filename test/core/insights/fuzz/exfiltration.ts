import { createHash } from 'node:crypto';
import { createPseudonymize } from '../../../../core/redact/pseudonym.ts';
import { planEvents, plantEncoded, plantEvents } from './events.ts';
import { glass, look, redactedRows, rowsOf } from './glass.ts';
import type { FuzzResult } from './interference.ts';
import { randomQuery } from './queries.ts';
import { randomFrom } from './random.ts';

const queriesPerSet = 20;
const maxFailures = 5;

/** Consecutive characters of a secret that no answer may hold; longer for digits and hashes, which also occur by chance. */
const pieceLength = 5;
const longPieceLength = 8;

/** Exfiltration at level standard: no answer holds a piece of a secret, nor of its other forms. */
export function fuzzExfiltration(wanted: number, seed: number): FuzzResult {
  const standard = glass(
    'standard',
    createPseudonymize((message) => createHash('sha256').update(message).digest()),
  );
  const result: FuzzResult = { compared: 0, refused: 0, failures: [] };
  const random = randomFrom(seed);
  // Sets that cannot be compared are passed over; the bound ends a run in which none can.
  for (let set = 0; set <= wanted; set += 1) {
    if (result.compared >= wanted || result.failures.length >= maxFailures) break;
    const { events, secrets } = plantEvents(planEvents(random), random);
    const encoded = plantEncoded(random);
    const rows = rowsOf([...events, ...encoded.events]);
    // Of what is logged encoded everybody can decode a piece, but no answer holds the whole.
    const pieces = piecesOf(secrets);
    // What redaction itself lets through is the redactor's affair.
    const shown = JSON.stringify(redactedRows(rows, standard).map((row) => [...row]));
    if (pieces.some((piece) => shown.includes(piece))) continue;
    const words = secrets.map((secret) => secret.slice(0, pieceLength - 2));
    for (let count = 0; count < queriesPerSet; count += 1) {
      const text = randomQuery(random, words);
      const answer = look(text, rows, standard);
      if (answer === undefined) result.refused += 1;
      else result.compared += 1;
      const found =
        answer === undefined
          ? undefined
          : [
              ...pieces.filter((piece) => answer.includes(piece)),
              ...encoded.secrets.filter((secret) => standsAlone(secret, answer)),
            ][0];
      if (found !== undefined) result.failures.push(`${text}\n  shows ${found} in ${answer}`);
    }
  }
  return result;
}

/** With letters or digits right before or behind it, it would be another address, or none. */
function standsAlone(secret: string, answer: string): boolean {
  const [before, after] = ['(?<![\\w.-])', '(?![\\w.-])'];
  return new RegExp(before + secret.replaceAll('.', '\\.') + after).test(answer);
}

/** The pieces of the secrets as they are, backwards, in other cases, encoded, hashed and as numbers. */
export function piecesOf(secrets: readonly string[]): string[] {
  const pieces = new Set<string>();
  for (const secret of secrets) {
    const isNumber = /^\d+$/.test(secret);
    for (const form of [secret, [...secret].reverse().join(''), secret.toUpperCase(), secret.toLowerCase()]) {
      addPieces(pieces, form, isNumber ? longPieceLength : pieceLength);
    }
    const bytes = Buffer.from(secret);
    const hashes = ['md5', 'sha256'].map((name) => createHash(name).update(secret).digest('hex'));
    const numbers = isNumber ? [BigInt(secret).toString(16), Number(secret).toExponential()] : [];
    for (const form of [bytes.toString('base64'), bytes.toString('hex'), ...hashes, ...numbers]) {
      addPieces(pieces, form, longPieceLength);
    }
  }
  // Every address here ends in `example`; and a third has as many threes as one likes.
  const common = /exam|xamp|ampl|mple|elpm|lpma|pmax|maxe|^(.)\1*$/i;
  return [...pieces].filter((piece) => !common.test(piece));
}

function addPieces(pieces: Set<string>, text: string, length: number): void {
  for (let at = 0; at + length <= text.length; at += 1) pieces.add(text.slice(at, at + length));
}
