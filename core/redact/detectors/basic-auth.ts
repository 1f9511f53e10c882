import { bytesOfBase64 } from '../base64.ts';
import { isAlphanumeric, isBase64, isBase64Url, skipWhile, startsToken } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';

export const basicAuth: Detector = {
  id: 'basic-auth',
  type: 'basic-auth',
  title: 'User and password of Basic authentication behind the scheme',
  category: 'credential',
  evidence: 'shape',
  anchors: ['basic ', 'basic%20'],
  verify,
  examples: [['X-Forwarded-Auth: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ==']],
  counterExamples: ['Basic authentication required', 'basic plan', 'Basic realm="x"', 'Basic Zm9vYmFyYmF6'],
  source: 'RFC 7617, section 2',
};

const minLength = 4;
const maxLength = 4_096;

function verify({ text, start, end: anchorEnd, limit, spend }: Hit): readonly Match[] {
  if (!startsToken(text, start, isAlphanumeric)) return nothing;
  const isCharacter = (code: number) => isBase64(code) || isBase64Url(code);
  const dataEnd = skipWhile(text, anchorEnd, Math.min(limit, anchorEnd + maxLength), isCharacter);
  const end = skipWhile(text, dataEnd, Math.min(limit, dataEnd + 2), (code) => code === 0x3d);
  spend(end - anchorEnd);
  const canonical = text.slice(anchorEnd, end);
  const isPair = dataEnd - anchorEnd >= minLength && holdsColon(canonical.slice(0, dataEnd - anchorEnd));
  return isPair ? [{ start: anchorEnd, end, canonical }] : nothing;
}

/** Does the base 64 stand for `user:password`, a text without control characters that has a colon? */
function holdsColon(base64: string): boolean {
  const bytes = bytesOfBase64(base64);
  return bytes.includes(0x3a) && bytes.every((byte) => byte >= 32 && byte !== 127);
}
