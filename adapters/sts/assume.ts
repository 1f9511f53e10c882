import { AssumeRoleCommand, type AssumeRoleCommandInput, type STSClient } from '@aws-sdk/client-sts';

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

/** The shortest session STS mints, and the longest we hold one (STS API reference, AssumeRole). */
const sessionSeconds = 900;

/** A short session of a role, named after the request that it is for. */
export async function assume(
  client: STSClient,
  requestId: string,
  role: Pick<AssumeRoleCommandInput, 'RoleArn' | 'PolicyArns' | 'Policy'>,
): Promise<SessionCredentials> {
  const { Credentials: minted } = await client.send(
    new AssumeRoleCommand({
      ...role,
      RoleSessionName: requestId,
      SourceIdentity: requestId,
      DurationSeconds: sessionSeconds,
    }),
  );
  if (!minted?.AccessKeyId || !minted.SecretAccessKey || !minted.SessionToken || !minted.Expiration) {
    throw new Error('STS gave incomplete credentials.');
  }
  return {
    accessKeyId: minted.AccessKeyId,
    secretAccessKey: minted.SecretAccessKey,
    sessionToken: minted.SessionToken,
    expiration: minted.Expiration,
  };
}
