import { isAlphanumeric, oneOf, skipBackWhile, skipWhile } from '../characters.ts';
import type { Hit } from '../detector.ts';
import type { Surroundings } from './bare-value.ts';
import { readSeparator, type Separator } from './separator.ts';
import { type ReadBare, readValues, type Value } from './value.ts';

export interface Pair {
  readonly name: string;
  readonly values: readonly Value[];
  readonly separator: Separator;
}

const isNameCharacter = oneOf('_.-$', isAlphanumeric);

/** Longer names are cut; their ends are what tells. */
const maxNameLength = 96;

/**
 * Reads the pair whose key holds the hit, in any of `k=v`, `k: v`, JSON, query strings, tags and flags. Undefined if the
 * name is not wanted or no value follows.
 */
export function readPair(hit: Hit, wants: (name: string) => boolean, bare: ReadBare): Pair | undefined {
  const { text } = hit;
  const start = skipBackWhile(text, hit.start, hit.start - maxNameLength, isNameCharacter);
  const end = skipWhile(text, hit.end, hit.end + maxNameLength, isNameCharacter);
  const name = text.slice(start, end);
  if (!wants(name)) return undefined;
  const separator = readSeparator(text, start, end);
  if (!separator || isInArn(text, start)) return undefined;
  const values = readValues(hit, separator, surroundingsOf(text, start, separator), bare);
  return { name, values, separator };
}

function surroundingsOf(text: string, keyStart: number, { kind, afterQuote }: Separator): Surroundings {
  if (afterQuote) return 'json';
  if (kind === '>') return 'tag';
  const before = text[keyStart - 1];
  return kind === '=' && (before === '?' || before === '&') ? 'url' : 'text';
}

/** `arn:aws:secretsmanager:eu-west-1:123456789012:secret:name` names a secret and holds none. */
function isInArn(text: string, keyStart: number): boolean {
  if (text[keyStart - 1] !== ':') return false;
  const start = skipBackWhile(text, keyStart, keyStart - 128, isArnCharacter);
  return /(?:^|[^a-z])arn:aws/.test(text.slice(start, keyStart));
}

const isArnCharacter = oneOf(':/_.-*', isAlphanumeric);
