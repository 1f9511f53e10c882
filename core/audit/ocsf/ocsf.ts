import type { AuditEvent, EventType } from '../event.ts';
import { apiAttributes } from './api-activity.ts';
import { sessionAttributes } from './authorize-session.ts';
import { baseAttributes } from './base-event.ts';
import type { Columns } from './columns.ts';
import { datastoreAttributes } from './datastore-activity.ts';
import { entityAttributes } from './entity-management.ts';

const entity = { class_uid: 3004, class_name: 'Entity Management', category: 'iam' } as const;
const session = { class_uid: 3003, class_name: 'Authorize Session', category: 'iam' } as const;
const datastore = { class_uid: 6005, class_name: 'Datastore Activity', category: 'application' } as const;
const api = { class_uid: 6003, class_name: 'API Activity', category: 'application' } as const;

const categories = {
  iam: { category_uid: 3, category_name: 'Identity & Access Management' },
  application: { category_uid: 6, category_name: 'Application Activity' },
} as const;

interface Kind {
  in: typeof entity | typeof session | typeof datastore | typeof api;
  activity: readonly [id: number, name: string];
  severity: keyof typeof severities;
}

const severities = { informational: 1, low: 2, medium: 3, high: 4 } as const;

/** The class, activity and severity of every type of event. */
const kinds: Record<EventType, Kind> = {
  'request.submitted': { in: entity, activity: [1, 'Create'], severity: 'informational' },
  'request.approved': { in: entity, activity: [3, 'Update'], severity: 'informational' },
  'request.denied': { in: entity, activity: [3, 'Update'], severity: 'low' },
  'request.cancelled': { in: entity, activity: [4, 'Delete'], severity: 'informational' },
  'request.lapsed': { in: entity, activity: [4, 'Delete'], severity: 'informational' },
  'request.failed': { in: entity, activity: [4, 'Delete'], severity: 'medium' },
  'grant.activated': { in: entity, activity: [10, 'Activate'], severity: 'informational' },
  'grant.glass_broken': { in: entity, activity: [10, 'Activate'], severity: 'high' },
  'grant.released': { in: entity, activity: [11, 'Deactivate'], severity: 'informational' },
  'grant.revoked': { in: entity, activity: [11, 'Deactivate'], severity: 'medium' },
  'grant.expired': { in: entity, activity: [11, 'Deactivate'], severity: 'informational' },
  'grant.failed': { in: entity, activity: [11, 'Deactivate'], severity: 'medium' },
  'review.done': { in: entity, activity: [3, 'Update'], severity: 'informational' },
  'review.overdue': { in: entity, activity: [3, 'Update'], severity: 'medium' },
  'session.minted': { in: session, activity: [1, 'Assign Privileges'], severity: 'informational' },
  'query.started': { in: datastore, activity: [4, 'Query'], severity: 'informational' },
  'query.returned': { in: datastore, activity: [1, 'Read'], severity: 'informational' },
  'query.stopped': { in: datastore, activity: [99, 'Stop'], severity: 'informational' },
  'query.failed': { in: datastore, activity: [4, 'Query'], severity: 'low' },
  'access.refused': { in: api, activity: [99, 'Refused'], severity: 'medium' },
  'audit.read': { in: api, activity: [2, 'Read'], severity: 'informational' },
  'hold.placed': { in: entity, activity: [3, 'Update'], severity: 'low' },
  'hold.lifted': { in: entity, activity: [3, 'Update'], severity: 'low' },
  'grant.assessed': { in: entity, activity: [3, 'Update'], severity: 'informational' },
  'watch.raised': { in: api, activity: [99, 'Raised'], severity: 'medium' },
  'ledger.reconciled': { in: api, activity: [99, 'Compared'], severity: 'informational' },
  'ledger.differed': { in: api, activity: [99, 'Compared'], severity: 'high' },
  'report.written': { in: api, activity: [1, 'Create'], severity: 'informational' },
  'report.signed': { in: api, activity: [3, 'Update'], severity: 'informational' },
  'report.overdue': { in: api, activity: [99, 'Overdue'], severity: 'medium' },
  'audit.queried': { in: datastore, activity: [4, 'Query'], severity: 'informational' },
};

/**
 * The event in the Open Cybersecurity Schema Framework (https://schema.ocsf.io), to be written as one line of JSON. Nothing is lost:
 * a column without a place in the class is under `unmapped`.
 */
export function toOcsf(event: AuditEvent) {
  const { in: type, activity, severity } = kindOf(event.type);
  const { category, ...ofClass } = type;
  const [activity_id, activity_name] = activity;
  const base = baseAttributes(event);
  const own = classAttributes(type, event, base.rest);
  return {
    ...base.attributes,
    ...own.attributes,
    ...categories[category],
    ...ofClass,
    activity_id,
    activity_name,
    type_uid: type.class_uid * 100 + activity_id,
    type_name: `${type.class_name}: ${activity_name}`,
    severity_id: severities[severity],
    severity: `${severity[0]?.toUpperCase()}${severity.slice(1)}`,
    unmapped: own.rest,
  };
}

/** A later release may have written a type that this one does not know. */
function kindOf(type: string): Kind {
  const known: Record<string, Kind> = kinds;
  return (Object.hasOwn(known, type) && known[type]) || unknownKind;
}

const unknownKind: Kind = { in: api, activity: [99, 'Other'], severity: 'informational' };

function classAttributes({ class_uid }: Kind['in'], event: AuditEvent, columns: Columns) {
  switch (class_uid) {
    case 3003:
      return sessionAttributes(columns);
    case 3004:
      return entityAttributes(columns);
    case 6003:
      return apiAttributes(columns, { operation: event.type, correlationId: event.correlation_id });
    case 6005:
      return datastoreAttributes(columns);
  }
}
