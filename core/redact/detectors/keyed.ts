import type { Detector, Hit, Level, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { beforeValue } from '../gate.ts';
import { isMasked } from '../masks.ts';
import { endOfBareValue } from '../pairs/bare-value.ts';
import { compactName, spellings } from '../pairs/key-name.ts';
import { readPair } from '../pairs/pair.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';
import type { ReadBare, Value } from '../pairs/value.ts';
import { remembered } from '../remembered.ts';

/** A kind of secret that is known by the name it is stored under. */
export interface KeyedDeclaration
  extends Omit<Detector, 'anchors' | 'openings' | 'gateOf' | 'verify' | 'verifyField'> {
  /** Names in lower case with a blank between words; a key that ends with one of them is meant. */
  readonly names: readonly string[];
  /** Names that are meant only if they are the whole key, as other words end with them. */
  readonly wholeNames?: readonly string[] | undefined;
  /** Names of which only the elements of a list are meant; each is one of the names with an `s`. */
  readonly listNames?: readonly string[] | undefined;
  /** Names that end like a secret's and tell something else. Level `strict` knows no exceptions. */
  readonly exceptNames?: readonly string[] | undefined;
  /** Values that are no secret in spite of the name, at level `standard`. */
  readonly exceptValue?: ((value: Value, name: string) => boolean) | undefined;
  /** The part of a value that is secret, and its type. */
  readonly narrow?: ((value: Value, raw: string) => Match) | undefined;
  readonly readBare?: ReadBare | undefined;
}

export function keyed(declaration: KeyedDeclaration): Detector {
  const {
    names,
    wholeNames = [],
    listNames = [],
    exceptNames = [],
    exceptValue,
    readBare = endOfBareValue,
    ...rest
  } = declaration;
  const ends = names.map(compact);
  const listEnds = listNames.map(compact);
  const exceptEnds = exceptNames.map(compact);

  /** The lowest level at which a secret is stored under the name. */
  const levelOf = (name: string): Level | 'never' => {
    const key = compactName(name);
    if (!wholeNames.includes(key) && !ends.some((end) => key.endsWith(end))) return 'never';
    return exceptEnds.some((end) => key.endsWith(end)) ? 'strict' : 'standard';
  };
  const wantedFrom = remembered(levelOf);
  const wants = (name: string, level: Level) => {
    const from = wantedFrom(name);
    return from === 'standard' || from === level;
  };
  const wantsList = (name: string) => listEnds.some((end) => compactName(name).endsWith(end));
  const narrow = declaration.narrow ?? ((value: Value) => ({ ...value, canonical: value.decoded }));

  const secretIn = (name: string, value: Value, raw: string, { level, maskEndAt }: Reading) => {
    if (isPlaceholder(value.decoded, value.writing, level)) return undefined;
    if (level === 'standard' && exceptValue?.(value, name)) return undefined;
    const match = narrow(value, raw);
    const part = raw.slice(match.start - value.start, match.end - value.start);
    const isLeft = isMasked(part, maskEndAt) || isPlaceholder(part, 'assigned', level);
    return isLeft ? undefined : match;
  };

  return {
    ...rest,
    anchors: [...names.flatMap(spellings), ...wholeNames],
    gateOf: () => beforeValue,
    verify: (hit) => {
      const pair = readPair(hit, (name) => wants(name, hit.level) || wantsList(name), readBare);
      if (!pair || (hit.text[pair.separator.end] !== '[' && wantsList(pair.name))) return nothing;
      return pair.values.flatMap((value) => {
        return secretIn(pair.name, value, hit.text.slice(value.start, value.end), hit) ?? nothing;
      });
    },
    verifyField: (name, text, reading) => {
      const value: Value = { start: 0, end: text.length, decoded: text, writing: 'quoted' };
      return wants(name, reading.level) ? secretIn(name, value, text, reading) : undefined;
    },
  };
}

type Reading = Pick<Hit, 'level' | 'maskEndAt'>;

const compact = (name: string): string => name.replaceAll(' ', '').replaceAll('.', '');
