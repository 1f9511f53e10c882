import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { checkPolicies } from '../../lib/check-policies.ts';

const shipped = path.resolve(import.meta.dirname, '../../policies');
const directory = mkdtempSync(path.join(tmpdir(), 'vitrine-policies-'));

beforeEach(() =>
  cpSync(path.join(shipped, 'vitrine.cedarschema'), path.join(directory, 'vitrine.cedarschema')),
);
afterAll(() => rmSync(directory, { recursive: true }));

function checked(policy: string): string[] {
  writeFileSync(path.join(directory, 'tried.cedar'), policy);
  return checkPolicies(directory);
}

describe('checking the policies', () => {
  it('finds nothing wrong with those that are shipped', () => {
    expect(checkPolicies(shipped)).toEqual([]);
  });

  it('names the policy that speaks of what the schema does not know', () => {
    const [problem, ...others] = checked(
      'permit (principal, action == Vitrine::Action::"readAudit", resource) when { principal.mother == resource };',
    );
    expect(problem).toMatch(/^tried\.cedar: .*mother/);
    expect(others).toEqual([]);
  });

  it('refuses a policy that can never apply', () => {
    expect(
      checked('permit (principal, action == Vitrine::Action::"readAudit", resource) when { false };')[0],
    ).toMatch(/^tried\.cedar: /);
  });

  it('says where a policy does not parse', () => {
    expect(checked('permit (principal, action resource);')[0]).toMatch(/unexpected token/);
  });

  it('refuses a folder without policies', () => {
    rmSync(path.join(directory, 'tried.cedar'), { force: true });
    expect(checkPolicies(directory)).toEqual([`${directory} holds no policies.`]);
  });
});
