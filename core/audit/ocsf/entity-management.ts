import { type Columns, type Mapped, split } from './columns.ts';

export interface EntityAttributes {
  entity: { uid?: string; name: string; type_id: number; type: string; data: Columns };
  comment?: string;
}

/** What happens to an access request: it is the entity, with its terms as data; what a person wrote is the comment. */
export function entityAttributes(columns: Columns): Mapped<EntityAttributes> {
  const [{ request_id, note }, others] = split(columns, ['request_id', 'note']);
  const [data, rest] = split(others, termColumns);
  const attributes = {
    entity: {
      ...(request_id !== undefined && { uid: request_id }),
      name: data.scope ?? 'vitrine',
      type_id: 99,
      type: 'Access request',
      data,
    },
    ...(note !== undefined && { comment: note }),
  };
  return { attributes, rest };
}

const termColumns = [
  'kind',
  'scope',
  'requester',
  'log_groups',
  'reason',
  'reason_mac',
  'ticket',
  'emergency_category',
  'duration_seconds',
  'terms_digest',
  'granted_at',
  'expires_at',
  'closed_reason',
  'review_due_at',
] as const;
