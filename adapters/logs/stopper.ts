import {
  InvalidParameterException,
  ResourceNotFoundException,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { QueryStopper } from '../../core/ports.ts';
import { clientSettings } from '../aws-client.ts';
import { logsClient } from './clients.ts';

/** Stops queries with a short session of the stopper role, which can do nothing else. */
export function queryStopper(roleArn: string): QueryStopper {
  const sts = new STSClient(clientSettings);
  return {
    async stop(requestId, queryId) {
      const { Credentials: minted } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: requestId,
          SourceIdentity: requestId,
          DurationSeconds: 900,
        }),
      );
      if (!minted?.AccessKeyId || !minted.SecretAccessKey || !minted.SessionToken || !minted.Expiration) {
        throw new Error('STS gave incomplete credentials.');
      }
      const credentials = {
        accessKeyId: minted.AccessKeyId,
        secretAccessKey: minted.SecretAccessKey,
        sessionToken: minted.SessionToken,
        expiration: minted.Expiration,
      };
      try {
        await logsClient(credentials).send(new StopQueryCommand({ queryId }));
      } catch (error) {
        // A query that has ended cannot be stopped: that is what was wanted.
        if (!(error instanceof InvalidParameterException || error instanceof ResourceNotFoundException))
          throw error;
      }
    },
  };
}
