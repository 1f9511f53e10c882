import { isAlphanumeric, isDigit, isLower, isUpper, oneOf, skipWhile, startsToken } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';

export const bearer: Detector = {
  id: 'bearer',
  type: 'token',
  title: 'Bearer token behind its scheme',
  category: 'credential',
  evidence: 'key',
  anchors: ['bearer ', 'bearer%20', 'bearer+', 'bearer:'],
  verify,
  examples: [
    ["curl -H 'X-Auth: Bearer mF_9.B5f-4.1JqM'", 'mF_9.B5f-4.1JqM'],
    ['["authorization","bearer 0123456789abcdef"]', '0123456789abcdef'],
  ],
  counterExamples: [
    'the bearer of this letter',
    'Bearer token missing',
    'Bearer $TOKEN',
    'Bearer realm="api"',
    'bearer authentication-is-required',
  ],
  source: 'RFC 6750, section 2.1',
};

const isTokenCharacter = oneOf('-._~+/=:|', isAlphanumeric);
const minLength = 8;
const maxLength = 65_536;

function verify({ text, start, end: anchorEnd, limit, spend }: Hit): readonly Match[] {
  if (!startsToken(text, start, isAlphanumeric)) return nothing;
  const from = skipWhile(text, anchorEnd, anchorEnd + 4, (code) => code === 32);
  const end = withoutStop(
    text,
    from,
    skipWhile(text, from, Math.min(limit, from + maxLength), isTokenCharacter),
  );
  spend(end - from);
  const canonical = text.slice(from, end);
  return isToken(canonical) ? [{ start: from, end, canonical }] : nothing;
}

function withoutStop(text: string, from: number, end: number): number {
  return end > from && (text[end - 1] === '.' || text[end - 1] === ':') ? end - 1 : end;
}

/** Words of a sentence have neither digits nor letters of both cases, and `realm=` starts a challenge. */
function isToken(text: string): boolean {
  if (text.length < minLength || /^[a-z_]+=/i.test(text)) return false;
  const has = (test: (code: number) => boolean) =>
    Array.from(text.slice(0, 256)).some((c) => test(c.charCodeAt(0)));
  return has(isDigit) || (has(isLower) && has(isUpper) && !/^[A-Z]?[a-z]+$/.test(text));
}
