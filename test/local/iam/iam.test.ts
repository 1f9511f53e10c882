import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Caller, PolicyDocument, PolicyStatement } from '../../../local/aws/types.ts';
import { evaluatePolicies } from '../../../local/iam/evaluate.ts';
import { Iam } from '../../../local/iam/iam.ts';
import { evaluateResourcePolicy, evaluateTrust } from '../../../local/iam/resource-policy.ts';
import { matchesWildcard } from '../../../local/iam/wildcard.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');

function iamWith(policies: PolicyStatement[], managed?: PolicyDocument): { iam: Iam; caller: Caller } {
  const iam = new Iam({ accountId: '111122223333', region: 'eu-west-1', clock: () => NOW });
  const managedArn = managed
    ? iam.provision({
        logicalId: 'M',
        type: 'AWS::IAM::ManagedPolicy',
        properties: { PolicyDocument: managed },
      }).ref
    : undefined;
  const { attributes } = iam.provision({
    logicalId: 'Reader',
    type: 'AWS::IAM::Role',
    properties: {
      AssumeRolePolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
        },
      },
      ...(managedArn ? { ManagedPolicyArns: [managedArn] } : {}),
    },
  });
  iam.provision({
    logicalId: 'P',
    type: 'AWS::IAM::Policy',
    properties: { PolicyDocument: { Statement: policies }, PolicyName: 'P', Roles: ['Reader'] },
  });
  return {
    iam,
    caller: iam.actAs(attributes['Arn'] ?? '', 'reader', { service: 'lambda.amazonaws.com' }).caller,
  };
}

const allow = (Action: string, Resource = '*'): PolicyStatement => ({ Effect: 'Allow', Action, Resource });

describe('authorize', () => {
  test('denies by default, in the words of AWS', () => {
    const { iam, caller } = iamWith([allow('s3:GetObject', 'arn:aws:s3:::bucket/*')]);
    iam.authorize(caller, 's3:GetObject', 'arn:aws:s3:::bucket/key');
    expect(() => iam.authorize(caller, 's3:PutObject', 'arn:aws:s3:::bucket/key')).toThrow(
      'User: arn:aws:sts::111122223333:assumed-role/Reader/reader is not authorized to perform: s3:PutObject ' +
        'on resource: arn:aws:s3:::bucket/key because no identity-based policy allows the s3:PutObject action',
    );
  });

  test('lets a deny win over any allow, in inline and managed policies alike', () => {
    const { iam, caller } = iamWith([allow('logs:*')], {
      Statement: [{ Effect: 'Deny', Action: 'logs:Unmask', Resource: '*' }],
    });
    iam.authorize(caller, 'logs:StartQuery', '*');
    expect(() => iam.authorize(caller, 'logs:Unmask', '*')).toThrow('explicit deny');
  });

  test('cuts a session down to what its session policies allow as well', () => {
    const { iam, caller } = iamWith([allow('logs:*')]);
    const session = { ...caller, sessionPolicies: [{ Statement: allow('logs:StartQuery', 'arn:g:*') }] };
    iam.authorize(session, 'logs:StartQuery', 'arn:g:*');
    expect(() => iam.authorize(session, 'logs:StartQuery', 'arn:other:*')).toThrow(
      'no session policy allows',
    );
    expect(() => iam.authorize(session, 'logs:StopQuery', '*')).toThrow('no session policy allows');
  });

  test('ends a session by date even while its credentials are good', () => {
    const { iam, caller } = iamWith([allow('logs:*')]);
    const until = (end: string): Caller => ({
      ...caller,
      sessionPolicies: [
        {
          Statement: [
            allow('logs:*'),
            {
              Effect: 'Deny',
              Action: '*',
              Resource: '*',
              Condition: { DateGreaterThan: { 'aws:CurrentTime': end } },
            },
          ],
        },
      ],
    });
    iam.authorize(until('2026-11-21T12:00:01Z'), 'logs:StartQuery', '*');
    expect(() => iam.authorize(until('2026-11-21T11:59:59Z'), 'logs:StartQuery', '*')).toThrow(
      'explicit deny',
    );
  });
});

describe('conditions', () => {
  const verdict = (
    Condition: Record<string, Record<string, string | string[]>>,
    context: Record<string, string>,
  ) =>
    evaluatePolicies([{ Statement: { ...allow('a:b'), Condition } }], {
      action: 'a:b',
      resource: '*',
      context: new Map(Object.entries(context)),
    });

  test.each([
    [{ StringEquals: { k: ['a', 'b'] } }, { k: 'b' }, 'allow'],
    [{ StringEquals: { k: 'a' } }, {}, 'none'],
    [{ StringEqualsIfExists: { k: 'a' } }, {}, 'allow'],
    [{ StringNotEquals: { k: ['a', 'b'] } }, { k: 'b' }, 'none'],
    [{ StringNotEquals: { k: 'a' } }, {}, 'allow'],
    [{ StringLike: { k: 'grant-*' } }, { k: 'grant-7' }, 'allow'],
    [{ ArnLike: { k: 'arn:aws:s3:*:*:x' } }, { k: 'arn:aws:s3:eu:1:x' }, 'allow'],
    [{ ArnLike: { k: 'arn:*:x' } }, { k: 'arn:aws:s3:eu:1:x' }, 'none'],
    [{ Bool: { k: 'true' } }, { k: 'true' }, 'allow'],
    [{ Null: { k: 'true' } }, {}, 'allow'],
    [{ Null: { k: 'false' } }, { k: '' }, 'allow'],
    [{ NumericLessThan: { k: '10' } }, { k: '9' }, 'allow'],
    [{ DateLessThan: { k: '2026-01-01T00:00:00Z' } }, { k: '2025-12-31T23:59:59Z' }, 'allow'],
    [{ 'ForAnyValue:StringEquals': { k: 'a' } }, {}, 'none'],
    [{ 'ForAllValues:StringEquals': { k: 'a' } }, {}, 'allow'],
    [{ IpAddress: { k: '10.0.0.0/8' } }, { k: '10.0.0.1' }, 'none'],
  ] as const)('%j over %j: %s', (condition, context, expected) => {
    expect(
      verdict(condition as Parameters<typeof verdict>[0], context as Parameters<typeof verdict>[1]),
    ).toBe(expected);
  });

  test('an operator that is not known denies always, where it stands in a deny', () => {
    const statement: PolicyStatement = {
      ...allow('a:b'),
      Effect: 'Deny',
      Condition: { IpAddress: { k: '10.0.0.0/8' } },
    };
    const question = { action: 'a:b', resource: '*', context: new Map([['k', '192.168.0.1']]) };
    expect(evaluatePolicies([{ Statement: [allow('a:b'), statement] }], question)).toBe('deny');
  });
});

describe('policies of resources', () => {
  const { caller } = iamWith([]);
  const question = { action: 'sts:AssumeRole', resource: 'arn:role', context: new Map<string, string>() };
  const trust = (Principal: unknown): PolicyDocument => ({
    Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal },
  });

  test('a trust that names the role suffices; one that names the account delegates', () => {
    expect(evaluateTrust(trust({ AWS: caller.roleArn }), { caller }, question)).toBe('named');
    expect(evaluateTrust(trust({ AWS: 'arn:aws:iam::111122223333:root' }), { caller }, question)).toBe(
      'account',
    );
    expect(evaluateTrust(trust({ AWS: 'arn:aws:iam::444455556666:root' }), { caller }, question)).toBe(
      'denied',
    );
    expect(evaluateTrust(trust({ Service: 'lambda.amazonaws.com' }), { caller }, question)).toBe('denied');
  });

  test('a deny for everybody reaches everybody', () => {
    const policy: PolicyDocument = { Statement: { Effect: 'Deny', Action: '*', Principal: '*' } };
    expect(evaluateResourcePolicy(policy, { caller }, question)).toBe('deny');
  });

  test('a function cannot act as a role that does not trust Lambda', () => {
    const { iam } = iamWith([]);
    expect(() => iam.actAs(caller.roleArn, 'x', { service: 'states.amazonaws.com' })).toThrow(
      'does not trust',
    );
  });
});

describe('credentials', () => {
  test('are found by key id and token together, and keep their end', () => {
    const { iam, caller } = iamWith([]);
    const issued = iam.credentials.issue({ ...caller, expiresAt: NOW + 900_000 });
    expect(iam.credentials.find(issued.accessKeyId, issued.sessionToken)?.expiresAt).toBe(NOW + 900_000);
    expect(iam.credentials.find(issued.accessKeyId, 'another')).toBeUndefined();
    expect(iam.credentials.find('ASIA0000', issued.sessionToken)).toBeUndefined();
  });
});

test('wildcards match as the equivalent regular expression does', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
  fc.assert(
    fc.property(piece, text, (pattern, value) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value);
      expect(matchesWildcard(pattern, value)).toBe(expected);
    }),
  );
});
