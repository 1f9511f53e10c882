import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Keeping } from '../../core/audit/hold.ts';
import { dayMs } from '../../core/day.ts';
import { inTurn } from '../../core/in-turn.ts';
import { conditionally, ttl } from './client.ts';

interface Options {
  client: DynamoDBDocumentClient;
  events: string;
  runs: string;
  copyDays: number;
  requestDays: number;
}

/** Takes the time to live off items, or sets it anew. */
export function keepingItems(options: Options): Pick<Keeping, 'keepCopies' | 'keepRuns'> {
  const { client, events: eventsTable, runs, copyDays, requestDays } = options;
  /** An item that has gone already is not made anew: its condition does not hold. */
  const keep = (item: { table: string; key: Record<string, string>; expireAt: number }, on: boolean) =>
    conditionally(() =>
      client.send(
        new UpdateCommand({
          TableName: item.table,
          Key: item.key,
          UpdateExpression: on ? 'REMOVE expireAt' : 'SET expireAt = :at',
          ConditionExpression: Object.keys(item.key)
            .map((name) => `attribute_exists(${name})`)
            .join(' AND '),
          ...(!on && { ExpressionAttributeValues: { ':at': item.expireAt } }),
        }),
      ),
    );
  return {
    async keepCopies(events, on) {
      await inTurn(events, ({ id, time }) =>
        keep({ table: eventsTable, key: { id }, expireAt: ttl(Date.parse(time) + copyDays * dayMs) }, on),
      );
    },
    async keepRuns(requestId, on) {
      const pages = paginateQuery(
        { client },
        {
          TableName: runs,
          KeyConditionExpression: 'requestId = :id',
          ExpressionAttributeValues: { ':id': requestId },
          // The texts are kept, not read.
          ProjectionExpression: 'handle, startedAt',
        },
      );
      for await (const { Items = [] } of pages) {
        await inTurn(Items, ({ handle, startedAt }) =>
          keep(
            { table: runs, key: { requestId, handle }, expireAt: ttl(startedAt + requestDays * dayMs) },
            on,
          ),
        );
      }
    },
  };
}
