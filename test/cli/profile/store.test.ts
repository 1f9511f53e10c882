import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProfile, writeProfile } from '../../../cli/profile/store.ts';
import { profileOf } from '../run.ts';

const profile = profileOf({ url: 'https://vitrine.example.com' });
const fresh = () => join(mkdtempSync(join(tmpdir(), 'vitrine-cli-')), 'profiles', 'default.json');
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('profile store', () => {
  it('gives back what was written, and nothing when nothing was', async () => {
    const file = fresh();
    expect(await readProfile(file)).toBeUndefined();
    await writeProfile(file, profile);
    expect(await readProfile(file)).toEqual(profile);
  });

  it('keeps files and folder to their owner, and closes a folder that was open', async () => {
    const file = fresh();
    mkdirSync(dirname(file));
    chmodSync(dirname(file), 0o755);
    await writeProfile(file, profile);
    await writeProfile(file, profile);
    expect([mode(file), mode(dirname(file))]).toEqual(['600', '700']);
    expect(readdirSync(dirname(file))).toEqual(['default.json']);
  });

  it('is never seen half written by others', async () => {
    const file = fresh();
    await writeProfile(file, profile);
    const writes = Array.from({ length: 20 }, () => writeProfile(file, profile));
    const reads = Array.from({ length: 20 }, () => readProfile(file));
    expect(await Promise.all(reads)).toEqual(reads.map(() => profile));
    await Promise.all(writes);
  });

  it.each(['', '{', '[]', '{"url":"x"}'])('says that a file with %j is damaged', async (text) => {
    const file = fresh();
    mkdirSync(dirname(file));
    writeFileSync(file, text);
    await expect(readProfile(file)).rejects.toThrow(/is damaged; delete it and sign in again/);
  });
});
