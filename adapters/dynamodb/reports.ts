import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { FiledReport, ReportStore } from '../../core/audit/review/store.ts';
import { dayMs } from '../../core/day.ts';
import { conditionally, ttl } from './client.ts';

/** Two years of reports are looked at again; what was signed stays in the evidence. */
const keptDays = 730;
/** All reports are on one shelf, since there are a handful a month. */
const shelf = 'reports';

/** Reports to sign off, in DynamoDB. */
export function reportStore(client: DynamoDBDocumentClient, table: string): ReportStore {
  const update = (id: string, expression: object) =>
    client.send(new UpdateCommand({ TableName: table, Key: { id }, ...expression }));
  return {
    async get(id) {
      const answer = await client.send(
        new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }),
      );
      return answer.Item as FiledReport | undefined;
    },
    insert: (report) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...report, shelf, expireAt: ttl(Date.parse(report.writtenAt) + keptDays * dayMs) },
            ConditionExpression: 'attribute_not_exists(id)',
          }),
        ),
      ),
    async list(limit) {
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'by-age',
          KeyConditionExpression: 'shelf = :shelf',
          ExpressionAttributeValues: { ':shelf': shelf },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return (answer.Items ?? []) as FiledReport[];
    },
    sign: (id, item, signOff) =>
      conditionally(() =>
        update(id, {
          UpdateExpression: 'SET signed.#item = :signOff',
          ConditionExpression: 'attribute_exists(id) AND attribute_not_exists(signed.#item)',
          ExpressionAttributeNames: { '#item': item },
          ExpressionAttributeValues: { ':signOff': signOff },
        }),
      ),
    async markOverdue(id, event) {
      await update(id, {
        UpdateExpression: 'SET overdue = if_not_exists(overdue, :event)',
        ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeValues: { ':event': event },
      });
    },
    async markTold(id, what, at) {
      await update(id, {
        UpdateExpression: 'SET #what = :at',
        ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeNames: { '#what': what },
        ExpressionAttributeValues: { ':at': at },
      });
    },
  };
}
