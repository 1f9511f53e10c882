/**
 * The audit event: one flat record, whose columns are declared here once. The evidence object, the DynamoDB copy and the
 * Glue table all derive from {@link eventColumns}; names are in snake case because auditors meet them in SQL.
 */
const text = (comment: string) => ({ sqlType: 'string', comment }) as const;
/** ISO 8601 in UTC: text in the object, a timestamp in the tables made for SQL. */
const instant = (comment: string) => ({ sqlType: 'string', isInstant: true, comment }) as const;
const number = (comment: string) => ({ sqlType: 'bigint', comment }) as const;
const list = (comment: string) => ({ sqlType: 'array<string>', comment }) as const;
const counts = (comment: string) => ({ sqlType: 'map<string,bigint>', comment }) as const;

export const eventColumns = {
  id: text('ULID; its time part is the time of the event'),
  version: number('Version of this record layout'),
  time: instant('ISO 8601, UTC, milliseconds'),
  type: text('What happened, e.g. query.returned'),
  outcome: text('success, refused or failure'),
  actor: text('Person who did it; vitrine when it happened by itself; unknown when nobody could be told'),
  actor_subject: text('Subject of the token, as the issuer names the person'),
  actor_groups: list('Groups that counted when it happened'),
  actor_via: text('api, page, link or workflow'),
  ip: text('Address of the caller'),
  user_agent: text('User agent of the caller'),
  correlation_id: text('Ties log lines, workflow and events of one action together'),
  rules_version: text('SHA-256 of the configuration in force, which the evidence has under rules/'),
  request_id: text('Access request, which is also the grant'),
  kind: text('standard or break-glass'),
  scope: text('Scope asked for'),
  requester: text('Person the access is for'),
  log_groups: list('Log groups concerned'),
  reason: text('Why, redacted; the exact text is kept apart with its own retention'),
  reason_mac: text('HMAC-SHA-256 of the exact reason under the key of the grant'),
  ticket: text('Ticket, redacted'),
  emergency_category: text('Why the glass was broken'),
  duration_seconds: number('Length of access asked for'),
  terms_digest: text('SHA-256 of the exact terms that were decided on'),
  granted_at: instant('ISO 8601'),
  expires_at: instant('ISO 8601'),
  closed_reason: text('expired, released, revoked or failed'),
  note: text('What the decider, ender or reviewer wrote, redacted'),
  review_due_at: instant('ISO 8601; when a break-glass review must be done'),
  role: text('Role of the session that was minted'),
  query_handle: text('Opaque handle of the query run'),
  query: text('Query text, redacted'),
  query_mac: text('HMAC-SHA-256 of the exact query text under the key of the grant'),
  query_from: instant('ISO 8601; start of the time range'),
  query_to: instant('ISO 8601; end of the time range'),
  rows_returned: number('Rows that left the proxy in this answer'),
  rows_matched: number('Raw records that matched in CloudWatch'),
  bytes_scanned: number('Bytes CloudWatch scanned'),
  redactions: counts('Redacted values by type'),
  result_sha256: text('SHA-256 of the rows exactly as returned'),
  code: text('Machine-readable reason of a refusal or failure'),
  detail: text('The same in words, redacted'),
  concerns: text('Person that an alert is about'),
  rule: text('Watch rule that raised an alert'),
  evidence: list('Events that this rests on, by id'),
  measured: number('What the rule measured'),
  threshold: number('From where on it raises an alert'),
  assessed_justified: text('Was the access justified: yes, doubtful, no, or open while a review is due'),
  assessed_purpose: text('Was it used for its purpose: yes, doubtful or no'),
  assessed_prompt: text('Was it promptly given up: yes, doubtful or no'),
  findings: list('Reasons of an assessment in words'),
  report: text('Periodic review that was written, signed off or overdue'),
  report_item: text('Item of it that was signed off'),
} as const;

type ColumnValue = {
  string: string;
  bigint: number;
  'array<string>': string[];
  'map<string,bigint>': Record<string, number>;
};
type Columns = typeof eventColumns;
/** The columns that every event has. */
export const everyEventHas = [
  'id',
  'version',
  'time',
  'type',
  'outcome',
  'actor',
  'actor_via',
  'correlation_id',
  'rules_version',
] as const satisfies (keyof Columns)[];
type Always = (typeof everyEventHas)[number];

export const eventTypes = [
  'request.submitted',
  'request.approved',
  'request.denied',
  'request.cancelled',
  'request.lapsed',
  'request.failed',
  'grant.activated',
  'grant.glass_broken',
  'grant.released',
  'grant.revoked',
  'grant.expired',
  'grant.failed',
  'review.done',
  'review.overdue',
  'session.minted',
  'query.started',
  'query.returned',
  'query.stopped',
  'query.failed',
  'access.refused',
  'audit.read',
  'audit.queried',
  'hold.placed',
  'hold.lifted',
  'watch.raised',
  'grant.assessed',
  'ledger.reconciled',
  'ledger.differed',
  'report.written',
  'report.signed',
  'report.overdue',
] as const;
export type EventType = (typeof eventTypes)[number];

export type AuditEvent = { [C in Always]: ColumnValue[Columns[C]['sqlType']] } & {
  [C in Exclude<keyof Columns, Always>]?: ColumnValue[Columns[C]['sqlType']];
} & { type: EventType; outcome: 'success' | 'refused' | 'failure'; version: 1 };

/** What happened, before the moment, the actor and the ids are added. */
export type EventDetails = Omit<Partial<AuditEvent>, 'id' | 'version' | 'time' | 'actor' | 'rules_version'>;

/** Key of an event in the evidence bucket: one object per event, partitioned by UTC day. */
export function evidenceKey(event: Pick<AuditEvent, 'id' | 'time'>): string {
  return `events/dt=${event.time.slice(0, 10)}/${event.id}.json`;
}
