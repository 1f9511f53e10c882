import {
  InvalidParameterException,
  LimitExceededException,
  MalformedQueryException,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { QueryStarter, SessionProbe } from '../../core/ports.ts';
import type { Sessions } from '../sts/sessions.ts';
import { logsClient } from './clients.ts';

/** Starts Insights queries with sessions of the starter role, which can do nothing else. */
export function queryStarter(sessions: Sessions): QueryStarter & SessionProbe {
  return {
    async prove(scope) {
      await sessions(scope);
    },
    async start(scope, { logGroups, query, fromMs, toMs, limit }) {
      try {
        const answer = await logsClient(await sessions(scope)).send(
          new StartQueryCommand({
            queryLanguage: 'CWLI',
            logGroupNames: [...logGroups],
            queryString: query,
            // Both ends are inclusive, in whole seconds (CloudWatch Logs API reference, StartQuery).
            startTime: Math.floor(fromMs / 1000),
            endTime: Math.floor(toMs / 1000),
            limit,
          }),
        );
        if (answer.queryId === undefined) throw new Error('CloudWatch Logs gave no query id.');
        return { ok: true, queryId: answer.queryId };
      } catch (error) {
        if (error instanceof MalformedQueryException || error instanceof InvalidParameterException) {
          return { ok: false, reason: 'malformed', detail: error.message };
        }
        if (error instanceof LimitExceededException)
          return { ok: false, reason: 'busy', detail: error.message };
        throw error;
      }
    },
  };
}
