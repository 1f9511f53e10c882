import * as z from 'zod';

/** The shapes that cross the wire. Times are ISO 8601 in UTC; durations are whole seconds. */

const time = z.iso.datetime();
const note = z.string().trim().max(2_000);

export const ids = {
  request: z.string().regex(/^req-[0-9a-hjkmnp-tv-z]{26}$/, 'a request id such as req-01k…'),
  report: z.string().regex(/^(?:weekly|monthly)-\d{4}-\d{2}-\d{2}$/, 'a report id such as weekly-2026-11-16'),
  reportItem: z.string().regex(/^[a-z]-\d{1,5}$/, 'an item such as a-3'),
  event: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'an event id such as 01K…'),
  queryHandle: z.string().regex(/^q-[A-Za-z0-9_-]{32}$/, 'a query handle as it was given'),
};

export const emergencyCategories = ['outage', 'data-loss', 'security-incident', 'customer-harm'] as const;

export const submitBody = z.strictObject({
  scope: z.string().min(1).max(40),
  reason: z
    .string()
    .trim()
    .min(10, 'say why in 10 to 2,000 characters')
    .max(2_000, 'say why in 10 to 2,000 characters'),
  ticket: z.string().trim().min(1).max(100).optional(),
  durationSeconds: z
    .int()
    .min(1)
    .max(7 * 86_400),
  /** Opens at once, alerts everybody and must be reviewed afterwards. */
  breakGlass: z.strictObject({ category: z.enum(emergencyCategories) }).optional(),
});

export const decisionBody = z.strictObject({
  decision: z.enum(['approve', 'deny']),
  /** Digest of the terms that were looked at; a decision on other terms is refused. */
  termsDigest: z.string().regex(/^[0-9a-f]{64}$/, 'the termsDigest of the request'),
  note: note.optional(),
});

export const noteBody = z.strictObject({ note: note.optional() });

export const reviewBody = z.strictObject({
  outcome: z.enum(['justified', 'not-justified']),
  note: note.min(10, 'say what you found in 10 to 2,000 characters'),
});

export const holdBody = z.strictObject({
  hold: z.boolean(),
  /** The `next` of the answer before: goes on behind that event. */
  after: ids.event.optional(),
  reason: note.min(10, 'say why in 10 to 2,000 characters'),
});

export const queryBody = z.strictObject({
  /** How long a query may be is for the firewall to say, which leaves an event; the body has a bound of its own. */
  query: z.string(),
  from: time,
  to: time,
  /** A subset of the scope's log groups; all of them when left out. */
  logGroups: z.array(z.string().min(1).max(512)).min(1).max(50).optional(),
});

export const sqlBody = z.strictObject({ sql: z.string().trim().min(1).max(20_000) });

export const questionBody = z.strictObject({
  /** By name; those left out have their defaults. */
  parameters: z.record(z.string().max(40), z.string().max(512)).default({}),
});

export const me = z.object({
  person: z.string(),
  name: z.string(),
  email: z.string(),
  groups: z.array(z.string()),
  auditor: z.boolean(),
  supervisor: z.boolean(),
});

export const scope = z.object({
  name: z.string(),
  title: z.string(),
  owner: z.string(),
  sensitivity: z.enum(['low', 'medium', 'high', 'critical']),
  redaction: z.enum(['standard', 'strict']),
  logGroups: z.array(z.string()),
  maxDurationSeconds: z.int(),
  maxLookbackSeconds: z.int(),
  breakGlass: z.boolean().describe('Whether you may break the glass here'),
  canRequest: z.boolean().describe('Whether you may ask for access here'),
});

const requestStates = ['pending', 'approved', 'active', 'closed', 'denied', 'cancelled', 'lapsed'] as const;

export const request = z.object({
  id: ids.request,
  state: z.enum(requestStates),
  kind: z.enum(['standard', 'break-glass']),
  scope: z.string(),
  logGroups: z.array(z.string()),
  sensitivity: z.enum(['low', 'medium', 'high', 'critical']),
  requester: z.string(),
  requesterName: z.string(),
  reason: z.string(),
  ticket: z.string().optional(),
  emergencyCategory: z.enum(emergencyCategories).optional(),
  durationSeconds: z.int(),
  termsDigest: z.string(),
  submittedAt: time,
  decideBy: time.optional(),
  decision: z
    .object({ approved: z.boolean(), by: z.string(), at: time, note: z.string().optional() })
    .optional(),
  grantedAt: time.optional(),
  expiresAt: time.optional(),
  closedAt: time.optional(),
  closedReason: z.enum(['expired', 'released', 'revoked', 'failed']).optional(),
  review: z
    .object({
      state: z.enum(['due', 'done', 'overdue']),
      dueAt: time,
      by: z.string().optional(),
      outcome: z.enum(['justified', 'not-justified']).optional(),
      note: z.string().optional(),
    })
    .optional(),
});

export const requestList = z.object({ requests: z.array(request) });

export const queryStarted = z.object({
  id: ids.queryHandle,
  state: z.literal('running'),
  requestId: ids.request,
  from: time,
  to: time,
  logGroups: z.array(z.string()),
});

export const queryResults = z.object({
  id: ids.queryHandle,
  state: z.enum(['running', 'complete', 'stopped', 'failed']),
  /** Rows after redaction; cells by column name. Empty until the query is complete. */
  columns: z.array(z.string()),
  rows: z.array(z.record(z.string(), z.string())),
  redactions: z.record(z.string(), z.int()).describe('Redacted values in this page, by type'),
  /** Set when the answer was computed on part of the matching events. */
  notice: z.string().optional(),
  unread: z
    .object({ from: time, to: time })
    .optional()
    .describe('With a notice: the time range that is left, to go on with in a new query'),
  hints: z.array(z.string()).describe('What may be a slip of the pen, such as a field that no event has'),
  nextPageToken: z.string().optional(),
});

export const queryStopped = z.object({
  id: ids.queryHandle,
  state: z.enum(['stopped', 'complete', 'failed']),
});

/** One audit event as stored; columns are declared in core/audit/event.ts. */
export const event = z.looseObject({
  id: z.string(),
  time,
  type: z.string(),
  outcome: z.string(),
  actor: z.string(),
});
export const eventList = z.object({ events: z.array(event), nextPageToken: z.string().optional() });

export const debugStory = z.object({
  moments: z.array(
    z.union([z.object({ time, event }), z.object({ time, from: z.string(), line: z.string() })]),
  ),
  notices: z.array(z.string()).describe('Why there may be lines that are not among them'),
});

export const held = z.object({
  id: ids.request,
  held: z.boolean(),
  events: z.int(),
  next: ids.event.optional().describe('Set when there are more events: send it as after to go on'),
  isOpen: z.boolean().describe('Whether events may still come, which are not held until it is held again'),
});

export const signBody = z.strictObject({
  outcome: z.enum(['accepted', 'to-be-mended']),
  note: note.min(3, 'say what you found in 3 to 2,000 characters'),
});

/** What is to be signed off of a periodic review; the whole report lies in the evidence bucket. */
export const report = z.object({
  id: ids.report,
  kind: z.enum(['weekly', 'monthly']),
  from: z.iso.date(),
  to: z.iso.date().describe('The day after the last one'),
  writtenAt: time,
  dueAt: time,
  overdue: z.boolean(),
  open: z.int().describe('Items that nobody has signed off'),
  items: z.array(
    z.object({
      id: ids.reportItem,
      kind: z.string(),
      words: z.string(),
      concerns: z.array(z.string()).describe('Who may not sign it off'),
      requestId: z.string().optional(),
      signed: z
        .object({ by: z.string(), at: time, outcome: z.enum(['accepted', 'to-be-mended']), note: z.string() })
        .optional(),
    }),
  ),
});
export const reportList = z.object({ reports: z.array(report) });

export const sqlStarted = z.object({ id: z.string(), state: z.literal('running') });
export const sqlResults = z.object({
  id: z.string(),
  state: z.enum(['running', 'complete', 'failed', 'stopped']),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.string().nullable())),
  scannedBytes: z.int().optional(),
  error: z.string().optional(),
  nextPageToken: z.string().optional(),
});
