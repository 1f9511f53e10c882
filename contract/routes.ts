import * as z from 'zod';
import type { ProblemCode } from './problem.ts';
import * as shape from './schemas.ts';

/**
 * Every route of the API, once. API Gateway routes and their authorizer, handler validation, the OpenAPI document and
 * the typed client all derive from this table.
 */
export interface Route {
  method: 'GET' | 'POST';
  path: `/api/${string}`;
  summary: string;
  /** Which Lambda answers. */
  lambda: 'requests' | 'queries' | 'results' | 'audit' | 'keeper';
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** Status and shape of the good answer. */
  success: { status: 200 | 201 | 202; schema: z.ZodType };
  /** Codes of this route's own; those of every route are in {@link commonProblems}. */
  problems: readonly ProblemCode[];
}

export const commonProblems = [
  'invalid-input',
  'not-signed-in',
  'unknown-person',
  'not-allowed',
  'wrong-door',
  'internal',
  'unavailable',
] as const satisfies readonly ProblemCode[];
const bodyProblems = ['malformed-json', 'unsupported-media-type', 'body-too-large'] as const;

const requestParams = z.strictObject({ id: shape.ids.request });
const queryParams = requestParams.extend({ handle: shape.ids.queryHandle });
const reportParams = z.strictObject({ report: shape.ids.report });
const page = z.strictObject({ pageToken: z.string().min(1).max(4_000).optional() });
const ok = <S extends z.ZodType>(schema: S) => ({ status: 200 as const, schema });

export const routes = {
  whoAmI: {
    method: 'GET',
    path: '/api/me',
    summary: 'Who you are here, and which groups count',
    lambda: 'requests',
    success: ok(shape.me),
    problems: [],
  },
  listScopes: {
    method: 'GET',
    path: '/api/scopes',
    summary: 'Scopes you may ask for or decide on',
    lambda: 'requests',
    success: ok(z.object({ scopes: z.array(shape.scope) })),
    problems: [],
  },
  submitRequest: {
    method: 'POST',
    path: '/api/requests',
    summary: 'Ask for a view of a scope, or break the glass',
    lambda: 'requests',
    headers: z.object({
      'idempotency-key': z
        .string()
        .regex(/^[\x21-\x7e]{1,255}$/, '1 to 255 visible ASCII characters')
        .optional(),
    }),
    body: shape.submitBody,
    success: { status: 201, schema: shape.request },
    problems: [...bodyProblems, 'unknown-scope', 'duration-too-long', 'idempotency-key-reused'],
  },
  listRequests: {
    method: 'GET',
    path: '/api/requests',
    summary: 'Your requests (mine), those waiting for you (to-decide), or all open access (open)',
    lambda: 'requests',
    query: z.strictObject({ view: z.enum(['mine', 'to-decide', 'open']).default('mine') }),
    success: ok(shape.requestList),
    problems: [],
  },
  getRequest: {
    method: 'GET',
    path: '/api/requests/{id}',
    summary: 'One request',
    lambda: 'requests',
    params: requestParams,
    success: ok(shape.request),
    problems: ['not-found'],
  },
  decideRequest: {
    method: 'POST',
    path: '/api/requests/{id}/decision',
    summary: 'Approve or deny',
    lambda: 'requests',
    params: requestParams,
    body: shape.decisionBody,
    success: ok(shape.request),
    problems: [
      ...bodyProblems,
      'not-found',
      'own-request',
      'terms-changed',
      'already-decided',
      'wrong-state',
    ],
  },
  cancelRequest: {
    method: 'POST',
    path: '/api/requests/{id}/cancel',
    summary: 'Take back a request that is not open yet',
    lambda: 'requests',
    params: requestParams,
    body: shape.noteBody,
    success: ok(shape.request),
    problems: [...bodyProblems, 'not-found', 'wrong-state'],
  },
  releaseGrant: {
    method: 'POST',
    path: '/api/requests/{id}/release',
    summary: 'Hand open access back',
    lambda: 'requests',
    params: requestParams,
    body: shape.noteBody,
    success: ok(shape.request),
    problems: [...bodyProblems, 'not-found', 'wrong-state'],
  },
  revokeGrant: {
    method: 'POST',
    path: '/api/requests/{id}/revoke',
    summary: 'End somebody’s access at once',
    lambda: 'requests',
    params: requestParams,
    body: shape.noteBody,
    success: ok(shape.request),
    problems: [...bodyProblems, 'not-found', 'wrong-state'],
  },
  reviewBreakGlass: {
    method: 'POST',
    path: '/api/requests/{id}/review',
    summary: 'Record the review of a broken glass',
    lambda: 'requests',
    params: requestParams,
    body: shape.reviewBody,
    success: ok(shape.request),
    problems: [...bodyProblems, 'not-found', 'own-request', 'wrong-state'],
  },
  startQuery: {
    method: 'POST',
    path: '/api/requests/{id}/queries',
    summary: 'Start a Logs Insights query under an open grant',
    lambda: 'queries',
    params: requestParams,
    body: shape.queryBody,
    success: { status: 202, schema: shape.queryStarted },
    problems: [
      ...bodyProblems,
      'not-found',
      'grant-not-open',
      'query-refused',
      'log-group-outside-scope',
      'time-outside-window',
      'query-failed',
      'too-many-queries',
    ],
  },
  stopQuery: {
    method: 'POST',
    path: '/api/requests/{id}/queries/{handle}/stop',
    summary: 'Stop a running query',
    lambda: 'queries',
    params: queryParams,
    success: ok(shape.queryStopped),
    problems: ['not-found'],
  },
  getResults: {
    method: 'GET',
    path: '/api/requests/{id}/queries/{handle}',
    summary: 'State of a query and, when complete, its redacted rows',
    lambda: 'results',
    params: queryParams,
    query: page,
    success: ok(shape.queryResults),
    problems: ['not-found', 'grant-not-open', 'invalid-page-token', 'query-failed'],
  },
  auditRequest: {
    method: 'GET',
    path: '/api/audit/requests/{id}',
    summary: 'Every event of one request, oldest first',
    lambda: 'audit',
    params: requestParams,
    query: page,
    success: ok(shape.eventList),
    problems: ['not-found', 'invalid-page-token'],
  },
  debugRequest: {
    method: 'GET',
    path: '/api/audit/requests/{id}/debug',
    summary: 'Events of one request and the functions’ log lines with the same ids, oldest first',
    lambda: 'audit',
    params: requestParams,
    success: ok(shape.debugStory),
    problems: ['not-found'],
  },
  holdRequest: {
    method: 'POST',
    path: '/api/audit/requests/{id}/hold',
    summary: 'Put the evidence of a request under legal hold, or lift it',
    lambda: 'keeper',
    params: requestParams,
    body: shape.holdBody,
    success: ok(shape.held),
    problems: [...bodyProblems, 'not-found', 'own-request', 'wrong-state'],
  },
  auditEvents: {
    method: 'GET',
    path: '/api/audit/events',
    summary: 'Events of one UTC day, newest first',
    lambda: 'audit',
    query: page.extend({ day: z.iso.date().optional() }),
    success: ok(shape.eventList),
    problems: ['invalid-page-token', 'copy-expired'],
  },
  listReports: {
    method: 'GET',
    path: '/api/audit/reports',
    summary: 'Periodic reviews and what is to be signed off of them, newest first',
    lambda: 'audit',
    success: ok(shape.reportList),
    problems: [],
  },
  getReport: {
    method: 'GET',
    path: '/api/audit/reports/{report}',
    summary: 'One periodic review and what is to be signed off of it',
    lambda: 'audit',
    params: reportParams,
    success: ok(shape.report),
    problems: ['not-found'],
  },
  signReportItem: {
    method: 'POST',
    path: '/api/audit/reports/{report}/items/{item}',
    summary: 'Sign off one item of a periodic review',
    lambda: 'audit',
    params: reportParams.extend({ item: shape.ids.reportItem }),
    body: shape.signBody,
    success: ok(shape.report),
    problems: [...bodyProblems, 'not-found', 'own-request', 'wrong-state'],
  },
  startSql: {
    method: 'POST',
    path: '/api/audit/sql',
    summary: 'Run one SQL statement over the evidence with Athena',
    lambda: 'audit',
    body: shape.sqlBody,
    success: { status: 202, schema: shape.sqlStarted },
    problems: [...bodyProblems, 'sql-refused'],
  },
  askQuestion: {
    method: 'POST',
    path: '/api/audit/questions/{name}',
    summary: 'Ask the evidence a question that has a name; read the answer as that of an SQL statement',
    lambda: 'audit',
    params: z.strictObject({ name: z.string().regex(/^[a-z-]{1,60}$/, 'the name of a question') }),
    body: shape.questionBody,
    success: { status: 202, schema: shape.sqlStarted },
    problems: [...bodyProblems, 'not-found', 'sql-refused'],
  },
  getSqlResults: {
    method: 'GET',
    path: '/api/audit/sql/{queryId}',
    summary: 'State and rows of an SQL statement',
    lambda: 'audit',
    params: z.strictObject({ queryId: z.string().regex(/^[A-Za-z0-9-]{1,128}$/) }),
    query: page,
    success: ok(shape.sqlResults),
    problems: ['not-found', 'invalid-page-token'],
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
export type Routes = typeof routes;

/** The pages an approver sees; they answer HTML, need no token of the gateway, and are no part of the OpenAPI document. */
export const pages = [
  { method: 'GET', path: '/approve/signed-in' },
  { method: 'GET', path: '/approve/requests/{id}' },
  { method: 'POST', path: '/approve/requests/{id}' },
  { method: 'GET', path: '/approve/{token}' },
  { method: 'POST', path: '/approve/{token}' },
] as const;
