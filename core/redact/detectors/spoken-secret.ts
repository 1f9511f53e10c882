import { oneOf, testAt } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';

export const spokenSecret: Detector = {
  id: 'spoken-secret',
  type: 'secret',
  title: 'Secret behind the word for it, without a sign between',
  category: 'credential',
  evidence: 'hint',
  anchors: [
    'password',
    'passwd',
    'passphrase',
    'requirepass',
    'bindpw',
    'rootpw',
    'token',
    'secret',
    'api key',
    'api_key',
    'apikey',
    'access key',
    'access_key',
    'credential',
    'identified by',
    'mysql_native_password by',
    'caching_sha2_password by',
    'community',
    'salt',
    'auth',
  ],
  verify,
  examples: [
    ['machine api.example login deploy password kq83hZ0pLm', 'kq83hZ0pLm'],
    ["CREATE USER app WITH PASSWORD 'lane';", 'lane'],
    ["CREATE USER app IDENTIFIED BY 'lane'", 'lane'],
    ['using token kq83hZ0pLm21xx to call billing', 'kq83hZ0pLm21xx'],
    ['Incorrect API key provided: kq83hZ0pLm21xx.', 'kq83hZ0pLm21xx'],
    ['ENV API_KEY kq83hZ0pLm21xx', 'kq83hZ0pLm21xx'],
    ['#define WIFI_PASSWORD "kq83hZ0pLm"', 'kq83hZ0pLm'],
    ['the admin password is kq83hZ0pLm now', 'kq83hZ0pLm'],
    ['username admin password 7 0822455D0A16', '0822455D0A16'],
    ['snmp-server community kq83hZ RW', 'kq83hZ'],
  ],
  counterExamples: [
    'password authentication failed for user "app"',
    'Undefined array key "password" in login.php',
    'secret "shop-tls" updated',
    'token 0b7f1c52-2f0e-4c66-9f5e-6d1f0a3b9c11 not found',
    'using token 12 of 40',
    'Unexpected token "<" at 12',
    'password sha256 mismatch',
    'secret prod/shop/db2 rotated',
    'secret db-credentials-v2 not found',
    'api key rotated for service billing2',
    'community edition 2026',
    "PASSWORD '' is empty",
    'token kube-scheduler-7d9f8c6b54 expired',
  ],
  source: 'Manual pages of netrc, Dockerfile and SQL; common usage of logs',
};

/** What may stand between: the rest of the name, a few words that lead to the value, the type of a hash of Cisco IOS. */
const lead =
  /^(?:[_-]?(?:key|value|id))?(?: (?:key|value|used|provided|supplied|given|set|from|for \w{1,16}|[057](?= [^ ])))?(?: (?:is|was|to|of))?:?[ \t]{1,4}(?=\S)/i;
const mayLead = oneOf('_-: \tkKvViI');
const reach = 48;
const value = /^(?:"([^"\n]{1,256})"|'([^'\n]{1,256})'|`([^`\n]{1,256})`|([^\s"'`<>(){}[\],;|]{6,512}))/;

/** Statements of SQL, whose quoted text is a password whatever it looks like. */
const statement = /^(?:identified by|\w+_password by)$/i;

function verify({ text, start, end, limit, level, maskEndAt, spend }: Hit): readonly Match[] {
  if (!testAt(text, end, mayLead)) return nothing;
  spend(reach);
  const gap = lead.exec(text.slice(end, Math.min(limit, end + reach)))?.[0];
  if (gap === undefined || testAt(text, start - 1, isLetterOrColon)) return nothing;
  const from = end + gap.length;
  // The window may end with a quote that the run does not hold.
  const to = text[from] === '"' ? from + 258 : Math.min(limit, from + 512);
  const found = value.exec(text.slice(from, to));
  if (!found) return nothing;
  const quoted = found[1] ?? found[2] ?? found[3];
  const word = quoted ?? withoutStop(found[4] ?? '');
  spend(word.length);
  const name = text.slice(start, end);
  const isSecret =
    /^ 7 /.test(gap) ||
    (quoted !== undefined && (statement.test(name) || name === 'PASSWORD')) ||
    looksGiven(word, quoted === undefined ? 8 : 6, name);
  if (!isSecret || isPlaceholder(word, 'quoted', level) || isMasked(word, maskEndAt)) return nothing;
  const at = from + (quoted === undefined ? 0 : 1);
  return [{ start: at, end: at + word.length, canonical: word }];
}

const isLetterOrColon = (code: number): boolean => code === 0x3a || code === 0x2f;

function withoutStop(word: string): string {
  return word.replace(/[.:!?]+$/, '');
}

/** Letters among digits; names of things, versions, files, hashes and ids do not count. */
function looksGiven(word: string, shortest: number, name: string): boolean {
  if (!/\d/.test(word) || !/[A-Za-z]/.test(word)) return false;
  if (/^community$/i.test(name)) return /^[\w-]{5,32}$/.test(word);
  if (word.length < shortest || /^(?:[0-9a-f-]+|0x[0-9a-f]+)$/i.test(word)) return false;
  const isBase64 = word.length >= 16 && /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+/]+={0,2}$/.test(word);
  if (isBase64) return true;
  if (/[/\\=]|\.[A-Za-z]\w{0,5}$|^[A-Z0-9_]+$|^sha\d|^v?\d/.test(word)) return false;
  // Words with numbers at their ends are names: `billing2`, `db-credentials-v2`, `TokenService2`.
  const plain = word.replace(/[-_.][a-z]?\d+$|\d{1,2}$/i, '');
  return /\d/.test(plain) && !/^[a-z]+(?:[-_.:][a-z0-9]+)+$/.test(word);
}
