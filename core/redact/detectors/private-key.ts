import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';

export const privateKey: Detector = {
  id: 'private-key',
  type: 'private-key',
  title: 'Private key in PEM',
  category: 'credential',
  evidence: 'shape',
  anchors: ['---- begin ', '-----begin '],
  verify,
  examples: [
    [
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\nBCIEIAAB\n-----END PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\nBCIEIAAB\n-----END PRIVATE KEY-----',
    ],
    [
      'KEY=-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEE\\n-----END EC PRIVATE KEY-----\\n ok',
      '-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEE\\n-----END EC PRIVATE KEY-----',
    ],
    ['cut: -----BEGIN RSA PRIVATE KEY-----\nMIIEow', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow'],
  ],
  counterExamples: [
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----',
  ],
  source: 'RFC 7468; RFC 4880, section 6.2; RFC 4716',
};

const header =
  /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----|---- BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY ----/iy;
const footer =
  /-----END [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----|---- END [A-Z0-9 ]{0,32}PRIVATE KEY ----/i;

/** What may stand between the lines: base 64, headers of old PEM, line ends also when they are written as `\n`. */
const body = /[A-Za-z0-9+/=\s\\:,.()<>@_-]*/y;

/** A 16,384-bit RSA key takes 12,700 characters. */
const maxLength = 32_768;

function verify({ text, start, limit, spend }: Hit): readonly Match[] {
  header.lastIndex = start;
  if (!header.test(text)) return nothing;
  const bodyStart = header.lastIndex;
  const window = text.slice(bodyStart, Math.min(limit, bodyStart + maxLength));
  spend(window.length);
  const found = footer.exec(window);
  body.lastIndex = 0;
  // A key that was cut has no end; it goes as far as its characters do.
  const length = found ? found.index + found[0].length : (body.exec(window)?.[0].trimEnd().length ?? 0);
  const end = bodyStart + length;
  return [{ start, end, canonical: pemCanonical(text.slice(start, end)) }];
}

/** The base 64 of a PEM text without its lines; other texts as they are. */
export function pemCanonical(text: string): string {
  if (!/^\s*-----BEGIN /i.test(text)) return text;
  return text.replace(/-----(?:BEGIN|END) [^-]{0,64}-----/gi, '').replace(/\\[nrt]|\s/g, '');
}
