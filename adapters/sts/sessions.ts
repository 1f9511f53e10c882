import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { SessionScope } from '../../core/ports.ts';
import { clientSettings } from '../aws-client.ts';
import { Recent } from '../recent.ts';

/** The shortest session STS mints, and the longest we hold one (STS API reference, AssumeRole). */
const sessionSeconds = 900;
/** A session is not used in its last minute. */
const marginMs = 60_000;
const heldSessions = 200;

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

export type MintedRole = 'starter' | 'reader';

interface Options {
  role: MintedRole;
  roleArn: string;
  /** ARN of a scope's managed policy, less the scope's name. */
  scopePolicyPrefix: string;
  /** Makes the mint durable in the evidence; when it fails, nothing is minted. */
  beforeMint: (scope: SessionScope, role: MintedRole) => Promise<void>;
}

export type Sessions = (scope: SessionScope) => Promise<SessionCredentials>;

/**
 * Sessions of a role, one per grant, held in memory only. Two policies confine each beyond the role's own: the managed policy
 * of the scope, and an inline one that denies everything after the grant's end and unmasking at any time.
 */
export function sessions({ role, roleArn, scopePolicyPrefix, beforeMint }: Options): Sessions {
  const client = new STSClient(clientSettings);
  const held = new Recent<SessionCredentials>(heldSessions);
  return async (scope) => {
    const { request, expiresAt } = scope;
    const cacheKey = `${request.id}/${expiresAt}`;
    const known = held.get(cacheKey);
    if (known && known.expiration.getTime() - marginMs > Date.now()) return known;

    await beforeMint(scope, role);
    const answer = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: request.id,
        SourceIdentity: request.id,
        DurationSeconds: sessionSeconds,
        PolicyArns: [{ arn: `${scopePolicyPrefix}${request.terms.scope}` }],
        Policy: inlinePolicy(expiresAt),
      }),
    );
    const minted = answer.Credentials;
    if (!minted?.AccessKeyId || !minted.SecretAccessKey || !minted.SessionToken || !minted.Expiration) {
      throw new Error('STS gave incomplete credentials.');
    }
    const credentials = {
      accessKeyId: minted.AccessKeyId,
      secretAccessKey: minted.SecretAccessKey,
      sessionToken: minted.SessionToken,
      expiration: minted.Expiration,
    };
    held.set(cacheKey, credentials);
    return credentials;
  };
}

/**
 * Only denies: session policies are one type of policy, in which the managed one of the scope allows and any deny wins
 * (IAM user guide, "Policy evaluation logic").
 */
function inlinePolicy(expiresAt: number): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateGreaterThan: { 'aws:CurrentTime': new Date(expiresAt).toISOString() } },
      },
      { Effect: 'Deny', Action: 'logs:Unmask', Resource: '*' },
    ],
  });
}
