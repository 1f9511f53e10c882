import { type DynamoDBDocumentClient, PutCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type AuditEvent, eventColumns } from '../../core/audit/event.ts';
import type { EventCopies } from '../../core/audit/log/reconciler.ts';
import { dayMs } from '../../core/day.ts';
import type { Timeline } from '../../core/ports.ts';
import { ttl } from './client.ts';

/** Writes the fast copy of an event, to be kept so many days after it. Writing it twice leaves it as it was. */
export async function putCopy(
  client: DynamoDBDocumentClient,
  { table, days }: { table: string; days: number },
  event: AuditEvent,
): Promise<void> {
  const Item = {
    ...event,
    day: event.time.slice(0, 10),
    expireAt: ttl(Date.parse(event.time) + days * dayMs),
  };
  await client.send(new PutCommand({ TableName: table, Item }));
}

/** The fast copy of the evidence in DynamoDB. */
export function timeline(client: DynamoDBDocumentClient, table: string): Timeline {
  return {
    async ofRequest(requestId, limit, after) {
      const events: AuditEvent[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const answer = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: 'by-request',
            KeyConditionExpression:
              after === undefined ? 'request_id = :id' : 'request_id = :id AND id > :after',
            ExpressionAttributeValues: { ':id': requestId, ...(after !== undefined && { ':after': after }) },
            Limit: limit - events.length,
            ExclusiveStartKey: start,
          }),
        );
        events.push(...(answer.Items ?? []).map(toEvent));
        start = answer.LastEvaluatedKey;
      } while (start && events.length < limit);
      return events;
    },
    async ofDay(day, limit, after) {
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'by-day',
          KeyConditionExpression: after === undefined ? '#day = :day' : '#day = :day AND id < :after',
          ExpressionAttributeNames: { '#day': 'day' },
          ExpressionAttributeValues: { ':day': day, ...(after !== undefined && { ':after': after }) },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const events = (answer.Items ?? []).map(toEvent);
      const last = events.at(-1);
      return { events, ...(answer.LastEvaluatedKey && last && { next: last.id }) };
    },
  };
}

/** The fast copy as it is compared with the evidence: by day, the first event first. */
export function eventCopies(
  client: DynamoDBDocumentClient,
  { table, days }: { table: string; days: number },
): EventCopies {
  return {
    async *ofDay(day) {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          IndexName: 'by-day',
          KeyConditionExpression: '#day = :day',
          ExpressionAttributeNames: { '#day': 'day' },
          ExpressionAttributeValues: { ':day': day },
        },
      );
      for await (const { Items = [] } of pages) yield* Items.map(toEvent);
    },
    put: (event) => putCopy(client, { table, days }, event),
  };
}

/** The event without what only the table needs. */
function toEvent(item: Record<string, unknown>): AuditEvent {
  return Object.fromEntries(
    Object.keys(eventColumns).flatMap((name) => (name in item ? [[name, item[name]]] : [])),
  ) as AuditEvent;
}
