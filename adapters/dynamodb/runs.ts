import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { dayMs } from '../../core/day.ts';
import type { RunStore } from '../../core/ports.ts';
import type { QueryRun } from '../../core/query/run.ts';
import { conditionally, ttl } from './client.ts';

/** A grant runs at most a few hundred queries; what would be beyond this many pages is not looked for. */
const maxPages = 50;

/** Query runs in DynamoDB, under the request they belong to. */
export function runStore(options: {
  client: DynamoDBDocumentClient;
  table: string;
  retentionDays: number;
}): RunStore {
  const { client, table, retentionDays } = options;
  return {
    async get(requestId, handle) {
      const Key = { requestId, handle };
      const answer = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return answer.Item as QueryRun | undefined;
    },
    async insert(run) {
      const expireAt = ttl(run.startedAt + retentionDays * dayMs);
      await client.send(new PutCommand({ TableName: table, Item: { ...run, expireAt } }));
    },
    advance: (run, next) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { requestId: run.requestId, handle: run.handle },
            UpdateExpression: `SET #state = :next${next.queryId === undefined ? '' : ', queryId = :queryId'}`,
            ConditionExpression: '#state IN (:starting, :running)',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':next': next.state,
              ':starting': 'starting',
              ':running': 'running',
              ...(next.queryId !== undefined && { ':queryId': next.queryId }),
            },
          }),
        ),
      ),
    async ofRequest(requestId) {
      const runs: QueryRun[] = [];
      let start: Record<string, unknown> | undefined;
      for (let page = 0; page < maxPages; page++) {
        const answer = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'requestId = :id',
            ExpressionAttributeValues: { ':id': requestId },
            ExclusiveStartKey: start,
          }),
        );
        runs.push(...((answer.Items ?? []) as QueryRun[]));
        start = answer.LastEvaluatedKey;
        if (!start) break;
      }
      return runs;
    },
  };
}
