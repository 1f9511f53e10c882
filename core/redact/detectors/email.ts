import { isAlphanumeric, isSpace, oneOf, skipBackWhile, skipWhile } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { percentDecoded } from '../pairs/value.ts';

export const email: Detector = {
  id: 'email',
  type: 'email',
  title: 'E-mail address',
  category: 'personal',
  evidence: 'shape',
  anchors: ['@', '%40'],
  verify,
  examples: [
    ['from Bob.Smith+tag@Mail.Example.com, again', 'Bob.Smith+tag@Mail.Example.com'],
    ['?email=bob%40example.com&x=1', 'bob%40example.com'],
    ['<bob@example.co.uk>', 'bob@example.co.uk'],
    ['user@xn--80ak6aa92e.com today', 'user@xn--80ak6aa92e.com'],
    ['to <"bob smith"@example.com>', '"bob smith"@example.com'],
    ['Write to müller@bücher.example.', 'müller@bücher.example'],
  ],
  counterExamples: [
    'my email is info@presidio.',
    'lodash@4.17.21',
    '@timestamp',
    'git@github.com:org/repo.git',
    'ssh://deploy@host.example.com/path',
    'logo@2x.png',
    'java.lang.Object@6d06d69c',
    '@Component.class',
  ],
  source: 'RFC 5321, section 4.1.2; RFC 6531; RFC 1034, section 3.5',
};

/** RFC 5321, section 4.5.3.1. */
const maxLocalLength = 64;
const maxDomainLength = 255;

/** `o'brien`: the only apostrophe that is no quote. */
const irish = /(?<=^|[\s<"=:,;(])[OoDd]'$/;

/** RFC 5321, section 4.1.2: a text in quotes. */
const quotedLocal = /(?<=^|[\s<"=:,;])"[A-Za-z0-9](?:[^"\n,:{}[\]]{0,62})"$/;

const isBeyondAscii = (code: number): boolean =>
  code > 127 && /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(code));
const isPlainLocal = oneOf('!#$*+-./?^_`{|}~%', isAlphanumeric);
const isLocal = (code: number): boolean => isPlainLocal(code) || isBeyondAscii(code);
const isPlainDomain = oneOf('.-', isAlphanumeric);
const isDomain = (code: number): boolean => isPlainDomain(code) || isBeyondAscii(code);

function verify({ text, start: at, end: afterAt, limit }: Hit): readonly Match[] {
  const start = startOfLocal(text, at);
  const end = endOfDomain(text, afterAt, Math.min(limit, afterAt + maxDomainLength));
  if (start === at || end === undefined) return nothing;
  if (text[at] === '@' && isUserOfUrl(text, start)) return nothing;
  const local = text.slice(start, at);
  if (local === 'git' && text[end] === ':') return nothing;
  if (/^[23]x\./.test(text.slice(afterAt, afterAt + 3))) return nothing;
  const address = `${percentDecoded(local)}@${text.slice(afterAt, end)}`;
  return [{ start, end, canonical: address.toLowerCase() }];
}

/** The local part begins with a letter or a digit; what stands before belongs to the sentence, the path or the query. */
function startOfLocal(text: string, at: number): number {
  const quoted =
    text[at - 1] === '"'
      ? quotedLocal.exec(text.slice(Math.max(0, at - maxLocalLength - 2), at))?.[0]
      : undefined;
  if (quoted !== undefined) return at - quoted.length;
  const farthest = skipBackWhile(text, at, at - maxLocalLength, isLocal);
  // `/` and `?` end what comes before: a path, or the address of a query.
  const before = text.slice(farthest, at);
  const from = farthest + Math.max(before.lastIndexOf('/'), before.lastIndexOf('?')) + 1;
  const start = skipWhile(text, from, at, (code) => !isAlphanumeric(code) && code !== 0x5f && code < 128);
  if (text[start - 1] !== "'") return start;
  return start - (irish.exec(text.slice(Math.max(0, start - 4), start))?.[0].length ?? 0);
}

/** Labels and a top-level domain of letters; undefined if there is none. */
function endOfDomain(text: string, from: number, limit: number): number | undefined {
  let best: number | undefined;
  let at = from;
  while (at < limit) {
    const end = skipWhile(text, at, limit, (code) => code !== 0x2e && isDomain(code));
    if (end === at) break;
    const label = text.slice(at, end);
    const letters = at > from ? topLevel(label) : 0;
    if (letters > 0) best = at + letters;
    if (text[end] !== '.') break;
    at = end + 1;
  }
  return best;
}

/** How many characters of the label are a top-level domain: letters, up to its end or a hyphen, or an encoded name. */
function topLevel(label: string): number {
  const name = /^(?:xn--[a-z0-9-]{2,59}|\p{L}{2,63}(?![\p{L}\p{N}\p{M}_]))/iu.exec(label)?.[0] ?? '';
  return name.length;
}

/** `scheme://user@host` names a machine's user. */
function isUserOfUrl(text: string, start: number): boolean {
  const from = skipBackWhile(text, start, start - 256, (code) => code !== 0x2f && !isSpace(code));
  return text.startsWith('://', from - 3) && from >= 3;
}
