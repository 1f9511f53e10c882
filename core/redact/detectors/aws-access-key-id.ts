import { isAlphanumeric, isUpper, oneOf, skipWhile, startsToken, testAt } from '../characters.ts';
import { digit, upper } from '../classes.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { atTokenStart, type Gate, gate } from '../gate.ts';

/** Long-term keys, sessions, STS bearer tokens, context-specific credentials. */
export const keyIdAnchors: readonly string[] = ['akia', 'asia', 'abia', 'acca', 'a3t'];

const length = 20;

export function keyIdGate(anchor: string): Gate {
  return gate({ ...atTokenStart, far: digit | upper, distance: length - anchor.length });
}

export const awsAccessKeyId: Detector = {
  id: 'aws-access-key-id',
  type: 'aws-key-id',
  title: 'AWS access key id',
  category: 'credential',
  evidence: 'shape',
  anchors: keyIdAnchors,
  gateOf: keyIdGate,
  verify,
  examples: [
    ['key AKIAIOSFODNN7EXAMPLE used', 'AKIAIOSFODNN7EXAMPLE'],
    ['Credential=ASIAY34FZKBOKMUTVV7A/20261121/eu-west-1/s3/aws4_request', 'ASIAY34FZKBOKMUTVV7A'],
  ],
  counterExamples: [
    'AKIAXXXXXXXXXXXXXXXX',
    'TODAYINASIAASACKOFRICEFELLOVER',
    'AROAEXAMPLEROLEID123',
    'akiaiosfodnn7example',
    'AKIAIOSFODNN7EXAMPLELONGER',
  ],
  source: 'AWS IAM User Guide, "IAM identifiers", unique ID prefixes',
};

const isKeyCharacter = oneOf('0123456789', isUpper);

function verify({ text, start }: Hit): readonly Match[] {
  const end = keyIdAt(text, start);
  return end === undefined ? nothing : [{ start, end, canonical: text.slice(start, end) }];
}

/** The end of the key id that starts at the offset. */
export function keyIdAt(text: string, start: number): number | undefined {
  const end = start + length;
  if (skipWhile(text, start, end, isKeyCharacter) !== end) return undefined;
  if (!startsToken(text, start, isAlphanumeric) || testAt(text, end, isAlphanumeric)) return undefined;
  const isPlaceholder = /^X+$/.test(text.slice(start + 4, end));
  return isPlaceholder ? undefined : end;
}
