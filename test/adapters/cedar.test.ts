import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { cedarAuthorizer } from '../../adapters/cedar/authorizer.ts';
import type { Question } from '../../core/policy/authorize.ts';

const wasm = new URL('../../node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm', import.meta.url);
const schema = `namespace V {
  entity Person = { level?: Long };
  action look appliesTo { principal: Person, resource: Person };
}`;
const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function authorizerOf(policies: Record<string, string>) {
  const directory = mkdtempSync(join(tmpdir(), 'vitrine-cedar-'));
  directories.push(directory);
  writeFileSync(join(directory, 'vitrine.cedarschema'), schema);
  for (const [name, text] of Object.entries(policies)) writeFileSync(join(directory, `${name}.cedar`), text);
  return cedarAuthorizer(pathToFileURL(`${directory}/`), wasm);
}

const alice = { type: 'V::Person', id: 'alice' };
const question: Question = {
  principal: alice,
  action: { type: 'V::Action', id: 'look' },
  resource: alice,
  context: {},
  entities: [{ uid: alice, attrs: {}, parents: [] }],
};

describe('the authorizer', () => {
  it('allows nothing without a policy', () => {
    expect(authorizerOf({}).decide(question)).toEqual({ allowed: false, policies: [] });
  });

  it('names the policy that decided, and lets a forbid win', () => {
    const permit = 'permit (principal, action, resource);';
    expect(authorizerOf({ open: permit }).decide(question)).toEqual({ allowed: true, policies: ['open'] });
    const both = authorizerOf({ open: permit, shut: 'forbid (principal, action, resource);' });
    expect(both.decide(question)).toEqual({ allowed: false, policies: ['shut'] });
  });

  it('does not start with a policy that cannot be read', () => {
    expect(() => authorizerOf({ broken: 'permit (principal' })).toThrow('Cedar:');
  });

  it('lets nobody in when a policy fails to evaluate', () => {
    const authorizer = authorizerOf({
      open: 'permit (principal, action, resource);',
      fragile: 'forbid (principal, action, resource) when { principal.level > 3 };',
    });
    expect(() => authorizer.decide(question)).toThrow('Cedar:');
  });

  it('does not answer a question the schema does not know', () => {
    const authorizer = authorizerOf({ open: 'permit (principal, action, resource);' });
    const unknown = { ...question, action: { type: 'V::Action', id: 'leap' } };
    expect(() => authorizer.decide(unknown)).toThrow('Cedar:');
  });
});
