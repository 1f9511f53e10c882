import { isSpace, skipWhile } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';

/** Calls that take a secret by its place, and which of their texts it is: the first, or the last of at least so many. */
const calls: Readonly<Record<string, { readonly first?: true; readonly atLeast: number }>> = {
  'getconnection(': { atLeast: 3 },
  'networkcredential(': { atLeast: 2 },
  'usernamepasswordcredentials(': { atLeast: 2 },
  'passwordauthentication(': { atLeast: 2 },
  'basicauth(': { atLeast: 2 },
  'auth=(': { atLeast: 2 },
  'pscredential(': { atLeast: 2 },
  'hmac.new(': { first: true, atLeast: 1 },
  'sym_encrypt(': { atLeast: 1 },
  'sym_decrypt(': { atLeast: 1 },
  'securestring ': { first: true, atLeast: 1 },
};

export const argument: Detector = {
  id: 'argument',
  type: 'password',
  title: 'Password as an argument of a call known to take one',
  category: 'credential',
  evidence: 'named',
  anchors: Object.keys(calls),
  verify,
  examples: [
    ['DriverManager.getConnection("jdbc:h2:mem:x", "app", "kq83hZ0pLm")', 'kq83hZ0pLm'],
    ["requests.get(url, auth=('deploy', 'kq83hZ0pLm'))", 'kq83hZ0pLm'],
    ['ConvertTo-SecureString "kq83hZ0pLm" -AsPlainText', 'kq83hZ0pLm'],
    ["SELECT pgp_sym_decrypt(data, 'kq83hZ0pLm') FROM t", 'kq83hZ0pLm'],
  ],
  counterExamples: [
    'dataSource.getConnection() failed',
    "getConnection('shop', 'app')",
    'auth=(user, password)',
    'ConvertTo-SecureString $password',
  ],
  source: 'Documentation of JDBC, .NET, Python Requests, PowerShell and pgcrypto',
};

const reach = 512;
const quoted = /(?:b|r|u|N|@)?(?:"([^"\n]{0,256})"|'([^'\n]{0,256})')/y;
const bare = /[\w.$[\]:-]{1,64}/y;
const maxArguments = 6;

function verify({ text, start, end, level, maskEndAt, spend }: Hit): readonly Match[] {
  const call = calls[text.slice(start, end).toLowerCase()];
  if (!call) return nothing;
  const texts: { start: number; value: string }[] = [];
  let at = end;
  for (let count = 0; count < maxArguments && at < end + reach; count += 1) {
    at = skipWhile(text, at, at + 16, isSpace);
    quoted.lastIndex = at;
    bare.lastIndex = at;
    const found = quoted.exec(text);
    if (found) {
      const value = found[1] ?? found[2] ?? '';
      texts.push({ start: at + found[0].length - 1 - value.length, value });
      at = quoted.lastIndex;
    } else if (bare.test(text)) at = bare.lastIndex;
    else break;
    at = skipWhile(text, at, at + 16, isSpace);
    if (text[at] !== ',') break;
    at += 1;
  }
  spend(at - end);
  const secret = call.first ? texts[0] : texts.at(-1);
  if (!secret || texts.length < call.atLeast) return nothing;
  if (isPlaceholder(secret.value, 'quoted', level) || isMasked(secret.value, maskEndAt)) return nothing;
  return [{ start: secret.start, end: secret.start + secret.value.length, canonical: secret.value }];
}
