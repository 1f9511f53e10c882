import type { Detector } from '../detector.ts';
import { nothing } from '../detector.ts';

const head = /PuTTY-User-Key-File-\d: [\w@.-]{1,64}/iy;
const end = /Private-MAC: [0-9a-f]{40,64}/i;
const body = /^[A-Za-z0-9+/=\s\\:-]*/;
const maxLength = 16_384;

export const puttyPrivateKey: Detector = {
  id: 'putty-private-key',
  type: 'private-key',
  title: 'Private key of PuTTY',
  category: 'credential',
  evidence: 'shape',
  anchors: ['putty-user-key-file-'],
  verify: ({ text, start, limit, spend }) => {
    head.lastIndex = start;
    if (!head.test(text)) return nothing;
    const from = head.lastIndex;
    const window = text.slice(from, Math.min(limit, from + maxLength));
    spend(window.length);
    const found = end.exec(window);
    const length = found ? found.index + found[0].length : (body.exec(window)?.[0].trimEnd().length ?? 0);
    return [{ start, end: from + length, canonical: text.slice(start, from + length).replace(/\s/g, '') }];
  },
  examples: [
    [
      'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPrivate-Lines: 1\nAAAAgQ==\nPrivate-MAC: 0123456789abcdef0123456789abcdef01234567',
      'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPrivate-Lines: 1\nAAAAgQ==\nPrivate-MAC: 0123456789abcdef0123456789abcdef01234567',
    ],
  ],
  counterExamples: ['PuTTY-User-Key-File- is the first line'],
  source: 'PuTTY user manual, "PPK file format"',
};
