import { type User, userNamed } from './base-event.ts';
import { type Columns, type Mapped, split } from './columns.ts';

export interface SessionAttributes {
  user: User;
  privileges: string[];
  session: { uid?: string };
}

/** A session of a role is minted for the person whose access it is; it is named after the request. */
export function sessionAttributes(columns: Columns): Mapped<SessionAttributes> {
  const [{ request_id, requester, role }, rest] = split(columns, ['request_id', 'requester', 'role']);
  const attributes = {
    user: userNamed(requester ?? 'unknown'),
    privileges: role === undefined ? [] : [role],
    session: { ...(request_id !== undefined && { uid: request_id }) },
  };
  return { attributes, rest };
}
