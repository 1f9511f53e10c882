import { isLineEnd, isSpace, skipWhile } from '../characters.ts';
import type { Match } from '../detector.ts';
import { endOfBareValue } from '../pairs/bare-value.ts';
import type { ReadBare, Value } from '../pairs/value.ts';
import { keyed } from './keyed.ts';
import { isOrdinary } from './ordinary.ts';

export const authorization = keyed({
  id: 'authorization',
  type: 'authorization',
  otherTypes: ['token', 'basic-auth'],
  title: 'Credentials of an Authorization header',
  category: 'credential',
  evidence: 'named',
  names: ['authorization'],
  exceptValue: isOrdinary,
  readBare: readCredentials,
  narrow: withoutScheme,
  examples: [
    ['Authorization: Bearer mF_9.B5f-4.1JqM', 'mF_9.B5f-4.1JqM'],
    ['authorization=Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ== status=200', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    ['{"Authorization":"Token 9944b09199c62bcf"}', '9944b09199c62bcf'],
    ['Proxy-Authorization: Digest username="Mufasa", nonce="dcd98b"', 'username="Mufasa", nonce="dcd98b"'],
    ['"authorization":"4fj2k9d0s8a7"', '4fj2k9d0s8a7'],
  ],
  counterExamples: ['Authorization: Bearer <token>', 'authorization: denied', 'Authorization: Basic ***'],
  source: 'RFC 9110, section 11.6.2; RFC 6750, section 2.1; RFC 7617',
});

/** Schemes with one word of credentials (token68), and those with a list of parameters. */
const scheme =
  /^(?:(bearer|basic|negotiate|ntlm|jwt|splunk|[a-z-]{0,16}(?:token|key))|digest|hmac|oauth|hawk|signature|aws4-hmac-sha256|aws4-ecdsa-p256-sha256|aws)[ \t]{1,4}/i;

function readCredentials(...[hit, start, limit, surroundings]: Parameters<ReadBare>): number {
  const { text } = hit;
  if (surroundings === 'json') return endOfBareValue(hit, start, limit, surroundings);
  const found = scheme.exec(text.slice(start, start + 32));
  if (!found) return endOfBareValue(hit, start, limit, surroundings);
  const from = start + found[0].length;
  if (found[1] !== undefined) return endOfBareValue(hit, from, limit, surroundings);
  const end = skipWhile(text, from, limit, (code) => !isLineEnd(code));
  hit.spend(end - from);
  return text.charCodeAt(end - 1) === 32 ? end - 1 : end;
}

/** The scheme stays, so that the same credentials have the same mask under other names. */
function withoutScheme({ start, end, decoded }: Value, raw: string): Match {
  const prefix = scheme.exec(raw)?.[0] ?? '';
  const from = skipWhile(raw, prefix.length, raw.length, isSpace);
  if (prefix === '' || !decoded.startsWith(prefix)) return { start, end, canonical: decoded };
  const type = /^basic/i.test(prefix) ? 'basic-auth' : /^bearer/i.test(prefix) ? 'token' : undefined;
  return { start: start + from, end, canonical: decoded.slice(from), type };
}
