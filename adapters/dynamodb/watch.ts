import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Alert, WatchStore } from '../../core/audit/watch/store.ts';
import type { Tally } from '../../core/audit/watch/tally.ts';
import { dayMs } from '../../core/day.ts';
import { conditionally, ttl } from './client.ts';

/** Longer than any rule looks back, so that nothing is counted or raised a second time. */
const keptDays = 400;

/** What the watch remembers, in DynamoDB. */
export function watchStore(client: DynamoDBDocumentClient, table: string): WatchStore {
  const get = async (id: string) => {
    const answer = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
    return answer.Item;
  };
  const alert = async (name: string) => (await get(alertId(name))) as Alert | undefined;
  const expireAt = () => ttl(Date.now() + keptDays * dayMs);
  return {
    async tally(period) {
      const item = await get(tallyId(period));
      return item?.['tally'] as Tally | undefined;
    },
    async putTally(period, tally) {
      const Item = { id: tallyId(period), tally, expireAt: expireAt() };
      await client.send(new PutCommand({ TableName: table, Item }));
    },
    async claim(name, event) {
      // Most of what is found has been claimed a minute ago.
      const known = await alert(name);
      if (known) return known;
      const Item = { id: alertId(name), event, expireAt: expireAt() };
      const isOurs = await conditionally(() =>
        client.send(
          new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(id)' }),
        ),
      );
      if (isOurs) return { event };
      const theirs = await alert(name);
      if (!theirs) throw new Error(`The alert ${name} has gone while it was being claimed.`);
      return theirs;
    },
    take: (name, now, staleBefore) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id: alertId(name) },
            UpdateExpression: 'SET takenAt = :now',
            ConditionExpression:
              'attribute_not_exists(sentAt) AND (attribute_not_exists(takenAt) OR takenAt < :stale)',
            ExpressionAttributeValues: { ':now': now, ':stale': staleBefore },
          }),
        ),
      ),
    async markSent(name, now) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { id: alertId(name) },
          UpdateExpression: 'SET sentAt = :now',
          ExpressionAttributeValues: { ':now': now },
        }),
      );
    },
  };
}

const tallyId = (period: string) => `tally#${period}`;
const alertId = (name: string) => `alert#${name}`;
