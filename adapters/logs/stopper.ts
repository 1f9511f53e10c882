import {
  InvalidParameterException,
  ResourceNotFoundException,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { STSClient } from '@aws-sdk/client-sts';
import type { QueryStopper } from '../../core/ports.ts';
import { clientSettings } from '../aws-client.ts';
import { assume } from '../sts/assume.ts';
import { logsClient } from './clients.ts';

/** Stops queries with a short session of the stopper role, which can do nothing else. */
export function queryStopper(roleArn: string): QueryStopper {
  const sts = new STSClient(clientSettings);
  return {
    async stop(requestId, queryId) {
      const credentials = await assume(sts, requestId, { RoleArn: roleArn });
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
