import { describe, expect, it } from 'vitest';
import { sampleConfig } from '../support/sample-config.ts';
import { plain, statementsOf, synthesized } from './synthesized.ts';

const stack = synthesized();
const roles = ['LogAccessStarter', 'LogAccessReader', 'LogAccessStopper'];
const logGroup = (name: string) =>
  `arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:${name}:*`;

function trusted(role: string): string[] {
  const { Properties } = stack.one('AWS::IAM::Role', role);
  const [statement, ...others] = statementsOf(Properties['AssumeRolePolicyDocument']);
  expect(others).toEqual([]);
  expect(statement?.Action).toEqual(['sts:AssumeRole', 'sts:SetSourceIdentity']);
  const principals = [(statement as { Principal: { AWS: unknown } }).Principal.AWS].flat();
  return principals
    .map((principal) => /^<Functions(\w+)Role/.exec(plain(principal))?.[1] ?? plain(principal))
    .sort();
}

/** Which of the three roles a function's role may assume. */
function assumable(name: string): string[] {
  return stack
    .allowed(`Functions${name}Role`)
    .filter(({ action }) => action === 'sts:AssumeRole')
    .map(({ resource }) => /^<LogAccess(\w+)[0-9A-F]{8}\.Arn>$/.exec(resource)?.[1] ?? resource)
    .sort();
}

describe('who may reach the logs', () => {
  it('lets the function that redacts, and no other, read results', () => {
    expect(trusted('LogAccessReader')).toEqual(['Results']);
  });

  it('lets only the functions for queries and grants start them', () => {
    expect(trusted('LogAccessStarter')).toEqual(['Grant', 'Queries']);
  });

  it('lets what ends access stop them', () => {
    expect(trusted('LogAccessStopper')).toEqual(['Close', 'Queries', 'Requests', 'Sweeper']);
  });

  it.each([
    ['Requests', ['Stopper']],
    ['Approvals', []],
    ['Queries', ['Starter', 'Stopper']],
    ['Results', ['Reader']],
    ['Audit', []],
    ['Notify', []],
    ['Grant', ['Starter']],
    ['Hold', []],
    ['Close', ['Stopper']],
    ['Sweeper', ['Stopper']],
  ])('gives %s the roles %j to assume', (name, expected) => {
    expect(assumable(name)).toEqual(expected);
  });

  it('gives no function an action on logs beyond its own', () => {
    for (const name of ['Requests', 'Queries', 'Results', 'Grant', 'Close', 'Sweeper']) {
      const logs = stack.allowed(`Functions${name}Role`).filter(({ action }) => action.startsWith('logs:'));
      expect(new Set(logs.map(({ action }) => action))).toEqual(
        new Set(['logs:CreateLogStream', 'logs:PutLogEvents']),
      );
      for (const { resource } of logs)
        expect(resource).toMatch(new RegExp(`^<Functions${name}Log[0-9A-F]{8}\\.Arn>$`));
    }
  });
});

describe('the three roles', () => {
  it.each([
    ['LogAccessStarter', 'logs:StartQuery'],
    ['LogAccessReader', 'logs:GetQueryResults'],
    ['LogAccessStopper', 'logs:StopQuery'],
  ])(
    '%s can do one thing, and is denied unmasking and everything else whatever is attached to it',
    (role, action) => {
      expect(new Set(stack.allowed(role).map((each) => each.action))).toEqual(new Set([action]));
      expect(stack.statements(role).filter(({ Effect }) => Effect === 'Deny')).toEqual([
        { Effect: 'Deny', NotAction: action, Resource: '*' },
      ]);
    },
  );

  it.each(roles)('%s is held an hour at most', (role) => {
    expect(stack.one('AWS::IAM::Role', role).Properties['MaxSessionDuration']).toBe(3600);
  });

  it('starts queries on the scopes’ log groups only', () => {
    expect(stack.allowed('LogAccessStarter').map(({ resource }) => resource)).toEqual(
      ['/aws/lambda/checkout-prod', '/checkout/api', '/ledger/worker'].map(logGroup),
    );
  });
});

describe('the policy of a scope', () => {
  it('is named by the scope, as sessions find it by that', () => {
    const names = stack
      .all('AWS::IAM::ManagedPolicy')
      .map(([, { Properties }]) => Properties['ManagedPolicyName']);
    expect(names).toEqual(['Vitrine-scope-checkout-prod', 'Vitrine-scope-ledger-prod']);
  });

  it('allows queries on that scope’s log groups only', () => {
    const policy = stack.one('AWS::IAM::ManagedPolicy', 'LogAccessScopeledgerprod');
    expect(
      statementsOf(policy.Properties['PolicyDocument']).map((each) => [each.Action, plain(each.Resource)]),
    ).toEqual([
      ['logs:StartQuery', logGroup('/ledger/worker')],
      [['logs:GetQueryResults', 'logs:StopQuery'], '*'],
    ]);
  });

  it('is refused at synth when its log groups are more than IAM takes', () => {
    const { scopes } = sampleConfig();
    const logGroups = Array.from({ length: 50 }, (_, index) => `/team/${'service-'.repeat(12)}${index}`);
    const [sample] = Object.values(scopes);
    if (!sample) throw new Error('The sample has no scope.');
    expect(() => synthesized({ scopes: { wide: { ...sample, logGroups } } })).toThrow(
      /scopes\.wide\.logGroups: the names need a policy of \d+ characters, IAM takes 6144/,
    );
  });

  it('leaves room for a hundred scopes in the starter role', () => {
    const [sample] = Object.values(sampleConfig().scopes);
    if (!sample) throw new Error('The sample has no scope.');
    const many = Array.from({ length: 100 }, (_, index) => {
      const logGroups = [`/aws/lambda/service-number-${index}-prod`, `/service-number-${index}/api`];
      return [`scope-${index}`, { ...sample, logGroups }] as const;
    });
    const large = synthesized({ scopes: Object.fromEntries(many) });
    const documents = [...large.all('AWS::IAM::Policy'), ...large.all('AWS::IAM::ManagedPolicy')].map(
      ([, { Properties }]) =>
        JSON.stringify(statementsOf(Properties['PolicyDocument']).map(withPlainResources)).length,
    );
    expect(Math.max(...documents)).toBeLessThan(10_240);
  });
});

const withPlainResources = (statement: { Resource?: unknown }) => ({
  ...statement,
  Resource: [statement.Resource].flat().map(plain),
});
