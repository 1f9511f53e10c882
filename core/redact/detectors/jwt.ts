import { isBase64Url, skipWhile, startsToken } from '../characters.ts';
import { alphanumeric, anything, classesOf } from '../classes.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate } from '../gate.ts';

const minSegmentLength = 12;

const segmentCharacters = alphanumeric | classesOf('-_');
const headerGate = gate({
  before: anything & ~segmentCharacters,
  afterPercent: true,
  behind: alphanumeric,
  far: segmentCharacters,
  distance: minSegmentLength - 'ey'.length,
});

export const jwt: Detector = {
  id: 'jwt',
  type: 'jwt',
  title: 'JSON Web Token, signed, unsigned or encrypted',
  category: 'credential',
  evidence: 'shape',
  anchors: ['ey', 'ew'],
  gateOf: () => headerGate,
  verify,
  examples: [
    [
      'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.s4mXgZ9TQ0p1, done',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.s4mXgZ9TQ0p1',
    ],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.'],
    [
      'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..GmL2K1pcFZT3.Zk9xR1pLbA.Xy9zVGFn',
      'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..GmL2K1pcFZT3.Zk9xR1pLbA.Xy9zVGFn',
    ],
  ],
  counterExamples: ['eyebrow.eyelash.Eyeliner', 'key.eyes.ok', 'com.eyJson.eyParser', 'eyJhbGciOiJIUzI1NiJ9'],
  source: 'RFC 7519; RFC 7515, section 7.1; RFC 7516, section 7.1',
};

/** Far beyond what fits into a header; the rest of a longer one is not read as a token. */
const maxLength = 65_536;

function verify({ text, start, limit, spend }: Hit): readonly Match[] {
  if (!startsToken(text, start, isBase64Url) || !isObject(text, start)) return nothing;
  const end = Math.min(limit, start + maxLength);
  const segments: { start: number; end: number }[] = [];
  let at = start;
  while (segments.length < 5) {
    const segmentEnd = skipWhile(text, at, end, isBase64Url);
    segments.push({ start: at, end: segmentEnd });
    if (text[segmentEnd] !== '.' || segmentEnd >= end) break;
    at = segmentEnd + 1;
  }
  spend((segments.at(-1)?.end ?? start) - start);
  const count = segmentsOfToken(text, segments);
  const last = segments[count - 1];
  return last ? [{ start, end: last.end, canonical: text.slice(start, last.end) }] : nothing;
}

/** How many segments belong to the token: three when signed, five when encrypted, none if it is no token. */
function segmentsOfToken(text: string, segments: readonly { start: number; end: number }[]): number {
  const [header, payload] = segments;
  if (!header || !payload || header.end - header.start < minSegmentLength) return 0;
  if (payload.end - payload.start >= minSegmentLength && isObject(text, payload.start)) {
    return Math.min(3, segments.length);
  }
  const [, , iv, ciphertext, tag] = segments;
  const isEncrypted = iv && ciphertext && tag && iv.end > iv.start && tag.end > tag.start;
  return isEncrypted ? 5 : 0;
}

/** Base 64 of `{` followed by a quote or a blank: `eyJ`, `eyI`, `eyA`, `ewo`, `ewk`, `ew0` and their like. */
function isObject(text: string, start: number): boolean {
  return /^(?:ey[A-Z]|ew[0-9a-z])/.test(text.slice(start, start + 3));
}
