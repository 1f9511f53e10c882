import { isAlphanumeric, isBase64Url, oneOf, skipBackWhile, skipWhile, testAt } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { entropyOf } from '../entropy.ts';

/** What level `strict` hides besides: tokens that only look random, and names of machines. */
export const randomToken: Detector = {
  id: 'random-token',
  type: 'random',
  title: 'Token that looks random',
  category: 'credential',
  evidence: 'hint',
  onlyAt: 'strict',
  openings: ['XXX'],
  verify: ({ text, start, limit }) => {
    if (testAt(text, start - 1, isBase64Url)) return nothing;
    const end = skipWhile(text, start, Math.min(limit, start + maxLength), isTokenCharacter);
    const value = text.slice(start, end);
    return looksRandom(value) ? [{ start, end, canonical: value }] : nothing;
  },
  examples: [['got Zk29xLq0PwT48aYnB7cR done', 'Zk29xLq0PwT48aYnB7cR']],
  counterExamples: ['com.example.orders.OrderServiceImplementation', '2026-11-21T05-42-00-archive', 'short1'],
  source: 'C. E. Shannon, "A Mathematical Theory of Communication", 1948',
};

const isTokenCharacter = oneOf('_-+', isAlphanumeric);
const minLength = 20;
const maxLength = 4_096;

/** Random text changes between digits and letters often, and has no dates in it. */
function looksRandom(value: string): boolean {
  if (value.length < minLength || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return false;
  const changes = value.match(/\d[A-Za-z]|[A-Za-z]\d/g)?.length ?? 0;
  return changes >= 3 && entropyOf(value.slice(0, 256)) >= 3;
}

export const hostName: Detector = {
  id: 'host-name',
  type: 'host',
  title: 'Name of a machine in a private or public network',
  category: 'personal',
  evidence: 'hint',
  onlyAt: 'strict',
  anchors: [
    '.com',
    '.net',
    '.org',
    '.io',
    '.dev',
    '.internal',
    '.local',
    '.lan',
    '.corp',
    '.intra',
    '.cloud',
    '.app',
    '.de',
    '.uk',
    '.fr',
    '.eu',
    '.example',
  ],
  verify: verifyHost,
  examples: [
    ['from db-1.prod.internal:5432', 'db-1.prod.internal'],
    ['https://api.shop.example/v1', 'api.shop.example'],
  ],
  counterExamples: ['com.example.orders', 'app.config.dev', 'a.community'],
  source: 'RFC 1123, section 2.1; RFC 6762; RFC 8375',
};

const isHostCharacter = oneOf('.-', isAlphanumeric);

function verifyHost({ text, start, end, limit }: Hit): readonly Match[] {
  if (testAt(text, end, (code) => isHostCharacter(code) && code !== 0x2e && code !== 0x2d) || end > limit)
    return nothing;
  if (text[end] === '.' && testAt(text, end + 1, isAlphanumeric)) return nothing;
  const from = skipBackWhile(text, start, start - 253, isHostCharacter);
  const host = text.slice(from, end);
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i.test(host) || text[from - 1] === '@')
    return nothing;
  // Two words are a name of code as well, unless a port, a path or a scheme stands beside them.
  const isHost =
    host.split('.').length > 2
      ? /\d|internal$|local$|lan$|corp$/.test(host) || isBeside(text, from, end)
      : isBeside(text, from, end);
  return isHost ? [{ start: from, end, canonical: host.toLowerCase() }] : nothing;
}

function isBeside(text: string, from: number, end: number): boolean {
  return text.startsWith('://', from - 3) || /^(?::\d{2,5}\b|\/)/.test(text.slice(end, end + 7));
}
