import { relative, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyPath } from '../../adapters/files/copy-paths.ts';

const isBelow = (path: string, folder: string): boolean => {
  const rest = relative(resolve(folder), resolve(path));
  return rest !== '' && rest.split(sep)[0] !== '..';
};

describe('where a copy has an object', () => {
  it('is under its own key for every key of Vitrine’s', () => {
    for (const key of [
      'events/dt=2026-11-27/01M6A6RYC8VXFTRTWCSQ030H6G.json',
      'log/seq/000000000000000.json',
    ])
      expect(copyPath('/copy', { key, versionId: 'v', isLatest: true })).toBe(`/copy/${key}`);
  });

  it.each([
    'events/../../.ssh/authorized_keys',
    '../x',
    '/etc/passwd',
    'events/dt=2026-11-27/..',
    'events//x',
    '.bashrc',
    'events\\..\\..\\x',
    'C:/x',
    'events/\u0000',
    '-rf',
  ])('E54 is below the folder though the key is %j', (key) => {
    expect(isBelow(copyPath('/copy', { key, versionId: 'v', isLatest: true }), '/copy')).toBe(true);
  });

  it('E54 is below the folder, and of its own, whatever keys and versions are', () => {
    const version = fc.record({ key: fc.string({ unit: 'grapheme' }), versionId: fc.string() });
    fc.assert(
      fc.property(version, version, fc.boolean(), (one, other, isLatest) => {
        const [a, b] = [one, other].map((each) => copyPath('/copy', { ...each, isLatest }));
        expect(isBelow(a ?? '', '/copy')).toBe(true);
        // Of one key there is one version that everybody sees.
        if (one.key !== other.key) expect(a).not.toBe(b);
      }),
      { seed: 17 },
    );
  });
});
