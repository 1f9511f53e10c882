import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sortedNames } from '../../adapters/files/sorted-names.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vitrine-names-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const name = fc.string({
  unit: fc.constantFrom('0', '1', 'A', 'Z', '.', 'é', '\n', '𝄞', '~'),
  minLength: 1,
  maxLength: 8,
});

describe('the names of a folder', () => {
  it('come in order, all of them, however many are sorted at once', () => {
    const names = fc.sample(
      name.filter((some) => !/^\.+$/.test(some)),
      { numRuns: 200, seed: 7 },
    );
    for (const some of names) writeFileSync(path.join(folder, some), '');
    const wanted = readdirSync(folder).sort();
    expect(wanted.length).toBeGreaterThan(100);
    for (const runLength of [1, 2, 7, wanted.length - 1, wanted.length, 10_000]) {
      expect([...sortedNames(folder, runLength)]).toEqual(wanted);
    }
  });

  it('are none in an empty folder; one that is not there is refused', () => {
    expect([...sortedNames(folder)]).toEqual([]);
    expect(() => sortedNames(path.join(folder, 'absent'))).toThrow('ENOENT');
  });
});
