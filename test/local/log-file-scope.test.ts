import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfigFile, withLogFileScope } from '../../local/log-file-scope.ts';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A folder of its own for every case, as a module is read once. */
function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'vitrine-scope-'));
  directories.push(directory);
  return directory;
}

const shipped = () => readConfigFile(resolve(import.meta.dirname, '../support/e2e.config.ts'));

describe('a log file of one’s own', () => {
  it('gets a scope in which whoever asks or approves anywhere may do so', async () => {
    const directory = folder();
    const { file, config } = await withLogFileScope(await shipped(), ['/my/service'], directory);
    expect(file.startsWith(directory)).toBe(true);
    expect(config.scopes['my-logs']).toMatchObject({
      logGroups: ['/my/service'],
      requesters: ['engineers', 'on-call', 'finance'],
      approvers: ['payments-leads'],
    });
    expect(Object.keys(config.scopes)).toContain('checkout-prod');
  });

  it('gets none when a scope names its log group already', async () => {
    const given = await shipped();
    expect(await withLogFileScope(given, ['/checkout/api'], folder())).toBe(given);
  });

  it('names the field when its log group cannot be one', async () => {
    await expect(withLogFileScope(await shipped(), ['/my service'], folder())).rejects.toThrow(
      'scopes.my-logs.logGroups.0',
    );
  });
});
