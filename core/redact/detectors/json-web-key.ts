import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';

export const jsonWebKey: Detector = {
  id: 'json-web-key',
  type: 'private-key',
  title: 'Secret members of a JSON Web Key',
  category: 'credential',
  evidence: 'shape',
  anchors: ['kty'],
  verify,
  examples: [
    ['{"kty":"oct","alg":"HS256","k":"GawgguFyGrWKav7AX4VKUg"}', 'GawgguFyGrWKav7AX4VKUg'],
    ['{"d":"870MB6gfuTJ4HtUnUvYMyJpr","kty":"EC","crv":"P-256"}', '870MB6gfuTJ4HtUnUvYMyJpr'],
  ],
  counterExamples: ['{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"}'],
  source: 'RFC 7518, section 6',
};

/** A 4,096-bit RSA key takes 3,200 characters. */
const reach = 4_096;
const secretMember = /"(?:d|k|p|q|dp|dq|qi)"\s{0,4}:\s{0,4}"([A-Za-z0-9_-]{16,1400})"/g;

function verify({ text, start, end, spend }: Hit): readonly Match[] {
  if (!/^"kty"\s{0,4}:/.test(text.slice(start - 1, end + 6))) return nothing;
  const from = Math.max(start - reach, text.lastIndexOf('{', start));
  const close = text.slice(end, end + reach).indexOf('}');
  const to = close < 0 ? end + reach : end + close;
  spend(to - from);
  const matches = Array.from(text.slice(from, to).matchAll(secretMember), (found) => {
    const value = found[1] ?? '';
    const at = from + found.index + found[0].length - 1 - value.length;
    return { start: at, end: at + value.length, canonical: value };
  });
  return matches.length > 0 ? matches : nothing;
}
