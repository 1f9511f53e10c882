import type { Access } from './policy.ts';

/** What should be read through Vitrine only. */
export interface Installation {
  /** Names of the scopes' log groups. */
  logGroups: readonly string[];
  /** Undefined when it is not to be looked at. */
  evidenceBucket: string | undefined;
  partition: string;
  account: string;
  /** `*` for any. */
  region: string;
}

/** One thing to be guarded, and every way to read it outside Vitrine. */
export interface Guarded {
  what: string;
  ways: readonly Access[];
}

/** Ways to read a log group, or to have it sent elsewhere (service authorization reference, "Amazon CloudWatch Logs"). */
const logActions = [
  'logs:StartQuery',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:GetLogRecord',
  'logs:GetLogObject',
  'logs:StartLiveTail',
  'logs:Unmask',
  'logs:CreateExportTask',
  'logs:PutSubscriptionFilter',
];
/** Ways to what Vitrine's own queries have found, before redaction. They know no resources. */
const resultActions = ['logs:GetQueryResults', 'logs:DescribeQueries'];
const evidenceActions = ['s3:GetObject', 's3:GetObjectVersion'];

/** The group and its streams. */
const logGroupArn = (name: string, { partition, region, account }: Installation) =>
  `arn:${partition}:logs:${region}:${account}:log-group:${name}:*`;
const objectsArn = (bucket: string, { partition }: Installation) => `arn:${partition}:s3:::${bucket}/*`;

export function guardedBy(installation: Installation): Guarded[] {
  const { logGroups, evidenceBucket } = installation;
  const ways = (actions: readonly string[], resource: string) =>
    actions.map((action) => ({ action, resource }));
  return [
    ...logGroups.map((name) => ({
      what: `log group ${name}`,
      ways: ways(logActions, logGroupArn(name, installation)),
    })),
    { what: 'raw query results', ways: ways(resultActions, '*') },
    ...(evidenceBucket === undefined
      ? []
      : [{ what: 'evidence', ways: ways(evidenceActions, objectsArn(evidenceBucket, installation)) }]),
  ];
}

/** SCPs hold no more characters (Organizations user guide, "Quotas"). */
export const maxScpCharacters = 5_120;

/** A service control policy that closes all ways to everybody but the roles whose names begin so. */
export function closingScp(installation: Installation, rolePrefix: string): object {
  const { logGroups, evidenceBucket, partition } = installation;
  const others = { ArnNotLike: { 'aws:PrincipalArn': [`arn:${partition}:iam::*:role/${rolePrefix}*`] } };
  const deny = (sid: string, actions: readonly string[], resources: readonly string[]) => ({
    Sid: sid,
    Effect: 'Deny',
    Action: actions,
    Resource: resources,
    Condition: others,
  });
  return {
    Version: '2012-10-17',
    Statement: [
      deny(
        'LogsThroughVitrineOnly',
        logActions,
        logGroups.map((name) => logGroupArn(name, { ...installation, region: '*', account: '*' })),
      ),
      deny('RawResultsInVitrineOnly', resultActions, ['*']),
      ...(evidenceBucket === undefined
        ? []
        : [deny('EvidenceThroughVitrineOnly', evidenceActions, [objectsArn(evidenceBucket, installation)])]),
    ],
  };
}
