import { isAlphanumeric, isSpace, oneOf, skipBackWhile, skipWhile, testAt } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { entropyOf } from '../entropy.ts';
import { beforeValue } from '../gate.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';
import { remembered } from '../remembered.ts';

export const opaqueValue: Detector = {
  id: 'opaque-value',
  type: 'secret',
  title: 'Opaque value under a name that speaks of secrets',
  category: 'credential',
  evidence: 'hint',
  anchors: [
    'secret',
    'token',
    'passw',
    'passphrase',
    'pwd',
    'apikey',
    'api_key',
    'api-key',
    'credential',
    '_key',
    '-key',
    'key',
    'auth',
    'client',
    'access',
    '_pass',
    '_pw',
    'creds',
    'signature',
    'salt',
    'nonce',
    '_pat',
    'seed',
    'pepper',
  ],
  gateOf: () => beforeValue,
  verify,
  examples: [
    ['my_password_secure = "kq83hZ0pLm21"', 'kq83hZ0pLm21'],
    ['std::string secret("kq83hZ0pLm21xx");', 'kq83hZ0pLm21xx'],
    ['REDIS_AUTH=Zk29xLq0PwT48aYn', 'Zk29xLq0PwT48aYn'],
    ['vendorKey=Zk29xLq0PwT48aYn', 'Zk29xLq0PwT48aYn'],
    ['adobeClient := "b7e-0df1ef89d3f231f1fe3600c143af3629"', 'b7e-0df1ef89d3f231f1fe3600c143af3629'],
  ],
  counterExamples: [
    'primary_key=user-12',
    'cache_key=user:profile:12',
    'client_ip=host-1.example',
    'idempotency_key=8e03978e-40d5-43e8-bc93-6894a57f9324',
    's3 key=reports/2026/11/21/summary-0001.parquet',
    'keyboard: logitech-mx-keys-2020',
    'partitionKey=orders-2026-11-21T05',
    'access_log=2026-11-21-05-00.log',
    'client: okhttp/4.12.0-alpha-7',
    'author: 3f2c9a1b77e04d5c8a6b',
    'secret = Encoding.UTF8.GetBytes(text)',
    'client: 0x200a1b2c3d40004',
  ],
  source: 'Common usage of configuration, code and logs',
};

const isName = oneOf('_.-$', isAlphanumeric);
const maxNameLength = 64;
const maxValueLength = 512;
const minLength = 10;

/** A sign between name and value, with what code puts around it. */
const sign =
  /^["'`\]]{0,2}[ \t]{0,8}(?:=>|:=|[!=]?={1,2}|:(?!:)|\.assign\(|\((?=[ \t]{0,4}["'])|,(?=[ \t]{0,4}["'])|%3[dD])[ \t]{0,8}[bru@]?["'`]{0,2}/;

const maySign = oneOf('"\'`] \t=:!.(,%');

const wanted =
  /secret|token|passw|passphrase|pwd|apikey|credentials|creds|private|signingkey|encryptionkey|(?:auth|access|client|api|app|vendor|service|account|user|server|master|license|admin|webhook|deploy|consumer|rest|shared|session)(?:secret|key)$|(?:^|[a-z])(?:pass|pw)$|[a-z0-9]key$|client$|auth$|(?:^|[a-z])pat$|seed$|pepper$|authtoken|authkey|accesskey|signature$|salt$/;

/** Keys that find things and do not guard them, and what is known not to be secret. */
const harmless =
  /(?:primary|foreign|partition|sort|cache|routing|idempotency|idempotent|object|s3|row|hash|range|index|lock|map|message|msg|dedup(?:lication)?|group|job|queue|record|event|store|bucket|file|path|public|pub|host|known|i18n|translation|lookup|composite|unique|natural|surrogate|shard|state|tag|label|metric|search|order|item|entity|redis|dict|json|config|registry|attribute|column|field|kms|alias|mon|don|tur|hot|short|on|kc|cert|thumb)key$|keyid$|keyname$|keyspace|keyword|tokentype|tokenid$|tokencount|tokens$|secretname|secretid$|secretarn|secretversion|count$|length$|size$|type$|name$|arn$|path$|file$|url$|uri$|host$|port$|ttl$|at$|expir\w*$|policy$|(?:publickey|sequence|next|page|pagination|continuation|sync|expired|invalid|unexpected|missing|unknown)token$|httpclient$|okhttpclient$/;

const speaksOfSecrets = remembered((written) => {
  const name = written.toLowerCase().replace(/[^a-z0-9]/g, '');
  return wanted.test(name) && !harmless.test(name);
});

const isOpaque = /^[A-Za-z0-9+/=_.~!@#$%^&*{}()[\]<>?|:-]+$/;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function verify({
  text,
  start,
  end: anchorEnd,
  limit,
  runs,
  level,
  maskEndAt,
  spend,
}: Hit): readonly Match[] {
  const nameEnd = skipWhile(text, anchorEnd, anchorEnd + maxNameLength, isName);
  const found = testAt(text, nameEnd, maySign)
    ? sign.exec(text.slice(nameEnd, nameEnd + 24))?.[0]
    : undefined;
  if (found === undefined) return nothing;
  const nameStart = skipBackWhile(text, start, start - maxNameLength, isName);
  spend(nameEnd - nameStart + 24);
  // An ARN has `secret:` in it.
  if (text[nameStart - 1] === ':') return nothing;
  if (!speaksOfSecrets(text.slice(nameStart, nameEnd))) return nothing;
  const from = nameEnd + found.length;
  const quote = /["'`]$/.exec(found)?.[0];
  const end = endOfValue(text, from, quote === '"' ? runs.limitAt(from) : limit, quote);
  spend(end - from);
  const value = text.slice(from, end);
  const isCall = quote === undefined && text[end] === '(';
  if (
    isCall ||
    !looksSecret(value, quote !== undefined) ||
    isMasked(value, maskEndAt) ||
    isPlaceholder(value, 'assigned', level)
  )
    return nothing;
  return [{ start: from, end, canonical: value }];
}

function endOfValue(text: string, from: number, limit: number, quote: string | undefined): number {
  const to = Math.min(limit, from + maxValueLength);
  if (quote === undefined) return skipWhile(text, from, to, isBare);
  const closing = quote.charCodeAt(0);
  return skipWhile(text, from, to, (code) => code !== closing && code !== 0x0a);
}

const endsBare = oneOf('"\'`,;&<>()', isSpace);
const isBare = (code: number): boolean =>
  code < 128 ? !endsBare(code) : !/\s/.test(String.fromCharCode(code));

/** Random text has digits among its letters and many different characters; words, paths, versions and numbers have not. */
function looksSecret(value: string, quoted: boolean): boolean {
  if (value.length < minLength) return false;
  const hasDigit = /\d/.test(value);
  if (!hasDigit && !quoted) return false;
  if (!isOpaque.test(value) || uuid.test(value)) return false;
  if (/^(?:https?|s3|file|arn|urn):|^0x[0-9a-f]+$|^\/|^\d[\d.:TZ+-]*$|\.\w{2,7}$|^\[/.test(value))
    return false;
  const hasLetter = /[A-Za-z]/.test(value);
  const signs = value.replace(/[A-Za-z0-9_.:/-]/g, '').length;
  if (!hasLetter || (!hasDigit && !(quoted && signs >= 3))) return false;
  if (/^[a-z]+(?:[-_./:][a-z0-9]+)*$/.test(value) && !/[a-z]\d+[a-z]|\d[a-z]+\d/.test(value)) return false;
  return entropyOf(value) >= (value.length < 20 ? 2.8 : 3);
}
