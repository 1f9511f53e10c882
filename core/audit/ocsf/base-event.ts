import type { AuditEvent } from '../event.ts';
import { type Mapped, split } from './columns.ts';

/** Attributes of OCSF's base event that mean the same in every class. */
export interface BaseAttributes {
  time: number;
  status_id: number;
  status: string;
  status_code?: string;
  status_detail?: string;
  message: string;
  metadata: {
    uid: string;
    version: string;
    product: { name: string; vendor_name: string };
    event_code: string;
    log_name: string;
    log_version: string;
    logged_time: number;
    original_time: string;
    correlation_uid: string;
  };
  actor: { user: User };
  src_endpoint: { ip: string } | { svc_name: string };
  http_request?: { user_agent: string };
}

export interface User {
  name: string;
  uid?: string;
  type_id: number;
  type: string;
  groups?: { name: string }[];
}

/** The release that has every attribute used here; later ones have them, too. */
const schemaVersion = '1.3.0';

export function baseAttributes(event: AuditEvent): Mapped<BaseAttributes> {
  const { id, version, time, type, outcome, actor, correlation_id, ...others } = event;
  const [{ actor_subject, actor_groups, ip, user_agent, code, detail }, rest] = split(others, [
    'actor_subject',
    'actor_groups',
    'ip',
    'user_agent',
    'code',
    'detail',
  ]);
  const timeMs = Date.parse(time);
  const attributes = {
    time: timeMs,
    ...statuses[outcome],
    ...(code !== undefined && { status_code: code }),
    ...(detail !== undefined && { status_detail: detail }),
    message: `${type} by ${actor}`,
    metadata: {
      uid: id,
      version: schemaVersion,
      product: { name: 'Vitrine', vendor_name: 'Vitrine' },
      event_code: type,
      log_name: 'vitrine-evidence',
      log_version: String(version),
      // An event is durable before what it tells of takes effect.
      logged_time: timeMs,
      original_time: time,
      correlation_uid: correlation_id,
    },
    actor: {
      user: {
        ...userNamed(actor),
        ...(actor_subject !== undefined && { uid: actor_subject }),
        ...(actor_groups && { groups: actor_groups.map((name) => ({ name })) }),
      },
    },
    src_endpoint: ip === undefined ? { svc_name: 'vitrine' } : { ip },
    ...(user_agent !== undefined && { http_request: { user_agent } }),
  };
  // OCSF tells only success from failure, and a refusal is neither a success nor a fault.
  return { attributes, rest: { ...rest, outcome } };
}

const statuses = {
  success: { status_id: 1, status: 'Success' },
  refused: { status_id: 2, status: 'Failure' },
  failure: { status_id: 2, status: 'Failure' },
} as const;

/** `vitrine` is the workflow, `unknown` somebody who could not be told. */
export function userNamed(name: string): User {
  if (name === 'vitrine') return { name, type_id: 3, type: 'System' };
  if (name === 'unknown') return { name, type_id: 0, type: 'Unknown' };
  return { name, type_id: 1, type: 'User' };
}
