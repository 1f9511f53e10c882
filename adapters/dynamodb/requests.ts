import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AccessRequest } from '../../core/access/request.ts';
import { dayMs } from '../../core/day.ts';
import type { RequestStore } from '../../core/ports.ts';
import { conditionally, ttl } from './client.ts';

interface Options {
  client: DynamoDBDocumentClient;
  table: string;
  /** How long the exact reason and ticket are kept. */
  retentionDays: number;
}

/**
 * Access requests in DynamoDB. The request is one attribute, `document`; beside it stand the keys of the indexes. A request
 * that needs attention is in the sparse index `attention`, from which it drops by itself.
 */
export function requestStore({ client, table, retentionDays }: Options): RequestStore {
  const put = (request: AccessRequest, condition: object) =>
    conditionally(() =>
      client.send(new PutCommand({ TableName: table, Item: toItem(request, retentionDays), ...condition })),
    );

  const query = async (
    index: string,
    key: string,
    value: string,
    options: { limit: number; newest: boolean },
  ) => {
    const answer = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: '#key = :value',
        ExpressionAttributeNames: { '#key': key },
        ExpressionAttributeValues: { ':value': value },
        ScanIndexForward: !options.newest,
        Limit: options.limit,
      }),
    );
    return (answer.Items ?? []).map(fromItem);
  };

  return {
    async get(id) {
      const answer = await client.send(
        new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }),
      );
      return answer.Item && fromItem(answer.Item);
    },
    insert: (request) => put(request, { ConditionExpression: 'attribute_not_exists(id)' }),
    replace: (request) =>
      put(request, {
        ConditionExpression: '#version = :seen',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':seen': request.version - 1 },
      }),
    byRequester: (person, limit) => query('by-requester', 'requester', person, { limit, newest: true }),
    byState: (state, limit) => query('by-state', 'state', state, { limit, newest: false }),
    needingAttention: (limit) => query('attention', 'attention', attentionKey, { limit, newest: false }),
  };
}

const attentionKey = 'yes';

function toItem(request: AccessRequest, retentionDays: number): Record<string, unknown> {
  const submittedAt = new Date(request.submittedAt).toISOString();
  const needsAttention = request.outbox.length > 0 || request.workflow === 'missing';
  return {
    id: request.id,
    version: request.version,
    requester: request.terms.requester,
    state: request.state,
    submittedAt,
    ...(needsAttention && { attention: attentionKey, attentionSince: submittedAt }),
    ...(!request.hold && { expireAt: ttl(request.submittedAt + retentionDays * dayMs) }),
    document: request,
  };
}

/** What only {@link toItem} writes needs no check: nobody else may write the table. */
function fromItem(item: Record<string, unknown>): AccessRequest {
  return item['document'] as AccessRequest;
}
