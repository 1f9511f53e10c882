import { STSClient } from '@aws-sdk/client-sts';
import type { SessionScope } from '../../core/ports.ts';
import { clientSettings } from '../aws-client.ts';
import { Recent } from '../recent.ts';
import { assume, type SessionCredentials } from './assume.ts';

/** A session is not used in its last minute. */
const marginMs = 60_000;
const heldSessions = 200;

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
    const credentials = await assume(client, request.id, {
      RoleArn: roleArn,
      PolicyArns: [{ arn: `${scopePolicyPrefix}${request.terms.scope}` }],
      Policy: inlinePolicy(expiresAt),
    });
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
