import { describe, expect, it } from 'vitest';
import { principalsOf } from '../../../core/exposure/account.ts';
import { exposures } from '../../../core/exposure/exposure.ts';
import { closingScp, guardedBy } from '../../../core/exposure/guarded.ts';

const installation = {
  logGroups: ['/checkout/api', '/ledger/worker'],
  evidenceBucket: 'evidence-1',
  partition: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
};

const group = (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`;
const arn = (name: string) => `arn:aws:iam::111122223333:${name}`;

interface Given {
  statements?: object[];
  boundary?: object[];
  scps?: object;
}

/** A role with these statements, in the shape that the AWS command line writes. */
function details({ statements = [], boundary }: Given) {
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [
      {
        RoleName: 'R',
        Arn: arn('role/R'),
        AssumeRolePolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'ec2.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        },
        RolePolicyList: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }],
        AttachedManagedPolicies: [],
        ...(boundary && { PermissionsBoundary: { PermissionsBoundaryArn: arn('policy/B') } }),
      },
    ],
    Policies: boundary
      ? [
          {
            Arn: arn('policy/B'),
            PolicyVersionList: [{ IsDefaultVersion: true, Document: { Statement: boundary } }],
          },
        ]
      : [],
  };
}

/** What the role reaches: `what verdict`. */
function reached(given: Given): string[] {
  return exposures(principalsOf(details(given)), guardedBy(installation)).flatMap(({ reaches }) =>
    reaches.map(({ what, verdict }) => `${what} ${verdict}`),
  );
}

const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
const ifMfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
const everything = [
  'log group /checkout/api allowed',
  'log group /ledger/worker allowed',
  'raw query results allowed',
  'evidence allowed',
];

describe('what a role reaches outside Vitrine', () => {
  it.each<[string, Given, string[]]>([
    ['nothing without a policy', {}, []],
    ['nothing of other services', { statements: [allow(['ec2:*', 's3:ListBucket'])] }, []],
    ['everything as administrator', { statements: [allow('*')] }, everything],
    [
      'in whatever case actions are written',
      { statements: [allow('LOGS:filterlogevents', group('/checkout/*'))] },
      ['log group /checkout/api allowed'],
    ],
    [
      'a stream of a group',
      { statements: [allow('logs:GetLogEvents', `${group('/ledger/worker')}:log-stream:a*`)] },
      ['log group /ledger/worker allowed'],
    ],
    [
      'nothing of another account',
      { statements: [allow('logs:GetLogEvents', 'arn:aws:logs:eu-west-1:999999999999:log-group:*')] },
      [],
    ],
    [
      'what question marks stand for',
      { statements: [allow('s3:Get?bject', 'arn:aws:s3:::evidence-?/*')] },
      ['evidence allowed'],
    ],
    [
      'all but what NotAction names',
      { statements: [{ Effect: 'Allow', NotAction: ['s3:*', 'logs:*'], Resource: '*' }] },
      [],
    ],
    [
      'the rest of NotAction',
      { statements: [{ Effect: 'Allow', NotAction: 'logs:*', Resource: '*' }] },
      ['evidence allowed'],
    ],
    [
      'all but what NotResource names',
      {
        statements: [
          { Effect: 'Allow', Action: 'logs:FilterLogEvents', NotResource: `${group('/ledger/')}*` },
        ],
      },
      ['log group /checkout/api allowed'],
    ],
    [
      'what a condition may give',
      { statements: [allow('s3:GetObject', '*', ifMfa)] },
      ['evidence conditional'],
    ],
    [
      'what a condition may take away',
      { statements: [allow('s3:GetObject'), deny('s3:*', '*', ifMfa)] },
      ['evidence conditional'],
    ],
    ['not what is denied', { statements: [allow('*'), deny('logs:*')] }, ['evidence allowed']],
    [
      'what is left of what is denied in part',
      {
        statements: [
          allow('logs:GetLogEvents', `${group('/checkout/api')}:*`),
          deny('logs:*', `${group('/checkout/api')}:log-stream:a`),
        ],
      },
      ['log group /checkout/api allowed'],
    ],
    [
      'not what all but others is denied',
      { statements: [allow('*'), { Effect: 'Deny', NotAction: ['s3:GetObject'], Resource: '*' }] },
      ['evidence allowed'],
    ],
    [
      'not what a boundary does not allow',
      { statements: [allow('*')], boundary: [allow('s3:*')] },
      ['evidence allowed'],
    ],
    [
      'what a boundary allows under a condition',
      { statements: [allow('s3:*')], boundary: [allow('s3:*', '*', ifMfa)] },
      ['evidence conditional'],
    ],
    [
      'whatever a variable may stand for',
      { statements: [allow('s3:GetObject', `arn:aws:s3:::$${'{aws:username}'}/*`)] },
      ['evidence allowed'],
    ],
  ])('is %s', (_, given, expected) => {
    expect(reached(given)).toEqual(expected);
  });
});

describe('the principals of an account', () => {
  it('have the policies of their groups, in their default versions, encoded or not', () => {
    const encoded = encodeURIComponent(
      JSON.stringify({ Version: '2012-10-17', Statement: [allow('logs:*')] }),
    );
    const principals = principalsOf({
      UserDetailList: [{ UserName: 'u', Arn: arn('user/u'), GroupList: ['ops'] }],
      GroupDetailList: [
        { GroupName: 'ops', GroupPolicyList: [], AttachedManagedPolicies: [{ PolicyArn: arn('policy/P') }] },
      ],
      RoleDetailList: [],
      Policies: [
        {
          Arn: arn('policy/P'),
          PolicyVersionList: [
            { IsDefaultVersion: false, Document: { Statement: [allow('*')] } },
            { IsDefaultVersion: true, Document: encoded },
          ],
        },
      ],
    });
    const [found] = exposures(principals, guardedBy(installation));
    expect(found?.principal.arn).toBe(arn('user/u'));
    expect(found?.reaches.map(({ what }) => what)).not.toContain('evidence');
    expect(found?.reaches).toHaveLength(3);
  });

  it('say who may assume a role', () => {
    expect(principalsOf(details({}))[0]?.trusts).toEqual(['ec2.amazonaws.com']);
  });

  it.each([
    [{}],
    ['text'],
    [{ ...details({}), Policies: [{ Arn: 'x', PolicyVersionList: [{ Document: '%' }] }] }],
  ])('are not read from anything else: %j', (given) => expect(() => principalsOf(given)).toThrow());
});

describe('the service control policy', () => {
  it('closes every way that is looked at, to everybody but the roles of Vitrine', () => {
    const scp = closingScp(installation, 'Vitrine-') as { Statement: { Condition: object }[] };
    for (const { Condition } of scp.Statement) {
      expect(Condition).toEqual({ ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/Vitrine-*'] } });
    }
    const unconditional = scp.Statement.map(({ Condition: _, ...statement }) => statement);
    expect(reached({ statements: [allow('*'), ...unconditional] })).toEqual([]);
  });
});
