import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Link, TokenStore, WaitStage } from '../../core/ports.ts';
import { conditionally, ttl } from './client.ts';

/** Hashes of mailed links and task tokens of waiting tasks, in DynamoDB with a time to live. */
export function tokenStore({
  client,
  table,
  linkHours,
}: {
  client: DynamoDBDocumentClient;
  table: string;
  /** How long an expired link is remembered, so that whoever tries it is told apart from a stranger. */
  linkHours: number;
}): TokenStore {
  const get = async (id: string) => {
    const answer = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
    return answer.Item;
  };
  return {
    async putLink(hash, link) {
      const Item = { id: linkId(hash), ...link, expireAt: ttl(link.expiresAt + linkHours * 3_600_000) };
      await client.send(new PutCommand({ TableName: table, Item }));
    },
    getLink: async (hash) => (await get(linkId(hash))) as Link | undefined,
    useLink: (hash, at) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id: linkId(hash) },
            UpdateExpression: 'SET usedAt = :at',
            ConditionExpression: 'attribute_exists(id) AND attribute_not_exists(usedAt)',
            ExpressionAttributeValues: { ':at': at },
          }),
        ),
      ),
    async putTask(requestId, stage, taskToken, expiresAt) {
      const Item = { id: taskId(requestId, stage), taskToken, expireAt: ttl(expiresAt) };
      await client.send(new PutCommand({ TableName: table, Item }));
    },
    async getTask(requestId, stage) {
      const item = await get(taskId(requestId, stage));
      return item?.['taskToken'] as string | undefined;
    },
  };
}

const linkId = (hash: string) => `link#${hash}`;
const taskId = (requestId: string, stage: WaitStage) => `task#${requestId}#${stage}`;
