import { isSpace, oneOf, skipWhile } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate } from '../gate.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';
import { percentDecoded } from '../pairs/value.ts';

const maxLength = 512;
const beforeAtSign = gate({ ahead: 'at sign', reach: maxLength });

export const urlPassword: Detector = {
  id: 'url-password',
  type: 'password',
  otherTypes: ['token'],
  title: 'Password in the user information of a URL',
  category: 'credential',
  evidence: 'shape',
  anchors: ['://'],
  gateOf: () => beforeAtSign,
  verify,
  examples: [
    ['postgres://app:s3cr3t@db.internal:5432/shop', 's3cr3t'],
    ['redis://:p%40ss@cache:6379', 'p%40ss'],
    ['amqp://u:p@ss@host/vhost', 'p@ss'],
    ['cloning https://ghp0123456789abcdefghij@github.com/o/r', 'ghp0123456789abcdefghij'],
  ],
  counterExamples: [
    'https://example.com:8443/a?b=@d.example',
    'postgres://app:$DB_PASSWORD@db/shop',
    'postgres://app:***@db/shop',
    'ssh://git@github.com/o/r',
    'http://localhost:3000/@scope/name',
  ],
  source: 'RFC 3986, section 3.2.1',
};

/** A user without a password that is this long and has digits is a token. */
const minTokenLength = 20;

const endsAuthority = oneOf('/?#"\'`<>\\');

function verify({ text, start, end: from, limit, level, maskEndAt }: Hit): readonly Match[] {
  const to = Math.min(limit, from + maxLength);
  const authorityEnd = skipWhile(text, from, to, (code) => !endsAuthority(code) && !isSpace(code));
  const at = text.slice(from, authorityEnd).lastIndexOf('@');
  if (at < 1 || !/[a-z0-9]/i.test(text.charAt(start - 1))) return nothing;
  const userInformation = text.slice(from, from + at);
  const colon = colonOutsideMask(userInformation);
  const end = from + at;
  if (colon < 0) {
    const isToken =
      userInformation.length >= minTokenLength &&
      /\d/.test(userInformation) &&
      !/[%@[]/.test(userInformation);
    return isToken ? [{ start: from, end, canonical: userInformation, type: 'token' }] : nothing;
  }
  const raw = userInformation.slice(colon + 1);
  if (isPlaceholder(raw, 'quoted', level) || isMasked(raw, maskEndAt)) return nothing;
  return [{ start: from + colon + 1, end, canonical: percentDecoded(raw) }];
}

/** The user's name may have been masked; masks have colons. */
function colonOutsideMask(text: string): number {
  const afterMask = text.startsWith('[') ? text.indexOf(']') + 1 : 0;
  return text.indexOf(':', afterMask);
}
