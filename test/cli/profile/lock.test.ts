import { existsSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processHost } from '../../../cli/host.ts';
import { withLock } from '../../../cli/profile/lock.ts';
import { machine } from '../run.ts';

const fresh = () => join(mkdtempSync(join(tmpdir(), 'vitrine-cli-')), 'default.json');

describe('withLock', () => {
  it('lets one work at a time and leaves nothing behind', async () => {
    const file = fresh();
    const { sleep } = processHost();
    const host = { ...machine().host, sleep: () => sleep(1) };
    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await sleep(2);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(host, file, work)));
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('gives the lock back when the work fails', async () => {
    const file = fresh();
    await expect(withLock(machine().host, file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('takes over from a process that died', async () => {
    const file = fresh();
    writeFileSync(`${file}.lock`, '');
    utimesSync(`${file}.lock`, 1, 1);
    const { host } = machine();
    const before = host.now();
    expect(await withLock(host, file, async () => 'done')).toBe('done');
    expect(host.now() - before).toBeLessThan(1000);
  });
});
