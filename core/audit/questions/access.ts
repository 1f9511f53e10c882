import { days, inDays, type Question } from './question.ts';

const timeline = `time, type, outcome, actor, scope, request_id, reason, ticket, query, rows_returned, code, note`;

/** Who saw what and why, whole or from one side. */
export const accessQuestions: readonly Question[] = [
  {
    name: 'who-saw-what',
    title: 'Who saw what, and why',
    about: 'Every answer with log rows, newest first, with the reason and the query.',
    parameters: days,
    sql: `SELECT time, actor, scope, log_groups, request_id, reason, ticket, query, rows_returned, bytes_scanned, redactions
FROM history
WHERE ${inDays}
  AND type = 'query.returned'
ORDER BY time DESC, id DESC`,
  },
  {
    name: 'by-person',
    title: 'Everything about a person',
    about: 'Every event that a person caused or that is about access of theirs, oldest first.',
    parameters: {
      person: { type: 'text', about: 'key of the person in the configuration', example: 'alice' },
      ...days,
    },
    sql: `SELECT ${timeline}
FROM history
WHERE ${inDays}
  AND (actor = :person OR requester = :person)
ORDER BY time, id`,
  },
  {
    name: 'by-scope',
    title: 'Everything about a scope',
    about: 'Every event that names a scope, oldest first.',
    parameters: {
      scope: { type: 'text', about: 'name of the scope', example: 'checkout-prod' },
      ...days,
    },
    sql: `SELECT ${timeline}
FROM history
WHERE ${inDays}
  AND scope = :scope
ORDER BY time, id`,
  },
  {
    name: 'by-ticket',
    title: 'Everything about a ticket',
    about: 'Every event of requests that name a ticket, oldest first.',
    parameters: {
      ticket: { type: 'text', about: 'the ticket as the request names it', example: 'INC-4711' },
      ...days,
    },
    sql: `SELECT ${timeline}
FROM history
WHERE ${inDays}
  AND ticket = :ticket
ORDER BY time, id`,
  },
  {
    name: 'by-log-group',
    title: 'Who read a log group',
    about: 'Every query of a log group and every answer from it, oldest first.',
    parameters: {
      log_group: { type: 'text', about: 'name of the log group', example: '/checkout/api' },
      ...days,
    },
    sql: `SELECT ${timeline}
FROM history
WHERE ${inDays}
  AND type IN ('query.started', 'query.returned', 'query.stopped', 'query.failed')
  AND contains(log_groups, :log_group)
ORDER BY time, id`,
  },
  {
    name: 'story',
    title: 'Everything that happened to a request',
    about: 'The events of one request, oldest first.',
    parameters: {
      request: { type: 'text', about: 'id of the request', example: 'req-01k2z4…' },
      from: { ...days.from, otherwise: { daysAgo: 89 } },
      to: days.to,
    },
    sql: `SELECT time, type, outcome, actor, reason, note, granted_at, expires_at, closed_reason, query, rows_returned, code
FROM history
WHERE ${inDays}
  AND request_id = :request
ORDER BY time, id`,
  },
];
