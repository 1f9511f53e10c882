import { isAlphanumeric, isDigit, isLower, isUpper, oneOf, testAt } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { keyIdAnchors, keyIdAt, keyIdGate } from './aws-access-key-id.ts';
import { keyed } from './keyed.ts';

const type = 'aws-secret';
const source = 'AWS IAM User Guide, "Manage access keys for IAM users"';

export const awsSecretAccessKeyNamed = keyed({
  id: 'aws-secret-access-key-named',
  type,
  title: 'AWS secret access key, by the name of its key',
  category: 'credential',
  evidence: 'named',
  names: ['secret access key', 'aws secret key'],
  examples: [
    [
      'aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ],
    [
      '{"SecretAccessKey":"wJalrXUtnFEMI\\/K7MDENG\\/bPxRfiCYEXAMPLEKEY"}',
      'wJalrXUtnFEMI\\/K7MDENG\\/bPxRfiCYEXAMPLEKEY',
    ],
  ],
  counterExamples: ['secret_access_key: $AWS_SECRET_ACCESS_KEY', 'aws_secret_access_key_age_days=40'],
  source,
});

export const awsSecretAccessKey: Detector = {
  id: 'aws-secret-access-key',
  type,
  title: 'AWS secret access key, by its shape next to a key id',
  category: 'credential',
  evidence: 'shape',
  anchors: keyIdAnchors,
  gateOf: keyIdGate,
  verify,
  examples: [
    [
      '"AKIAIOSFODNN7EXAMPLE","wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ],
    [
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY : AKIAIOSFODNN7EXAMPLE',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ],
  ],
  counterExamples: ['commit 9fceb02d0ae598e95dc970b74767f19372d61af8 by K7MDENG'],
  source,
};

const length = 40;

/** How far from its id a key is looked for: a line of a credentials file, or the next member of an object. */
const reach = 200;

const isSecretCharacter = oneOf('+/', isAlphanumeric);
const isNeighbour = oneOf('+/=_-\\', isAlphanumeric);

function verify({ text, start, spend }: Hit): readonly Match[] {
  const idEnd = keyIdAt(text, start);
  if (idEnd === undefined) return nothing;
  spend(2 * reach);
  const found = findIn(text, idEnd, idEnd + reach) ?? findIn(text, start - reach, start);
  return found === undefined
    ? nothing
    : [{ start: found, end: found + length, canonical: text.slice(found, found + length) }];
}

function findIn(text: string, from: number, to: number): number | undefined {
  const end = Math.min(to, text.length);
  let runStart = Math.max(0, from);
  for (let at = runStart; at <= end; at += 1) {
    if (at < end && isSecretCharacter(text.charCodeAt(at))) continue;
    if (at - runStart === length && isSecret(text, runStart)) return runStart;
    runStart = at + 1;
  }
  return undefined;
}

/** Of all three classes, as random text of this length is, and no part of something longer. */
function isSecret(text: string, start: number): boolean {
  if (testAt(text, start - 1, isNeighbour) && text[start - 1] !== '=') return false;
  if (testAt(text, start + length, isNeighbour)) return false;
  const codes = Array.from({ length }, (_, index) => text.charCodeAt(start + index));
  return [isUpper, isLower, isDigit].every((test) => codes.some(test));
}
