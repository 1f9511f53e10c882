import { bytesOfBase64 } from '../base64.ts';
import { isAlphanumeric, isBase64, skipWhile, testAt } from '../characters.ts';
import type { Detector } from '../detector.ts';
import { nothing } from '../detector.ts';

/** `-----BEGIN ` in base 64. */
const opening = 'LS0tLS1CRUdJTi';
const headLength = 64;
const maxLength = 32_768;

export const encodedPrivateKey: Detector = {
  id: 'encoded-private-key',
  type: 'private-key',
  title: 'Private key in PEM, in base 64 once more',
  category: 'credential',
  evidence: 'shape',
  anchors: [opening.toLowerCase()],
  verify: ({ text, start, limit, spend }) => {
    if (!text.startsWith(opening, start) || testAt(text, start - 1, isAlphanumeric)) return nothing;
    const dataEnd = skipWhile(text, start, Math.min(limit, start + maxLength), isBase64);
    const end = skipWhile(text, dataEnd, Math.min(limit, dataEnd + 2), (code) => code === 0x3d);
    spend(end - start);
    const head = bytesOfBase64(text.slice(start, Math.min(dataEnd, start + headLength)));
    const isPrivate = String.fromCharCode(...head).includes('PRIVATE KEY');
    return isPrivate ? [{ start, end, canonical: text.slice(start, end) }] : nothing;
  },
  examples: [
    [
      'client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlFb3dJ ok',
      'LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlFb3dJ',
    ],
  ],
  counterExamples: ['ca.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSURYVEND'],
  source: 'RFC 7468; Kubernetes documentation, "Organizing cluster access using kubeconfig files"',
};
