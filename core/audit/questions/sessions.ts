import { days, ending, inDays, inDaysAndWeek, opening, type Question } from './question.ts';

/** Access that was opened: how long, how used, how fast. */
export const sessionQuestions: readonly Question[] = [
  {
    name: 'sessions',
    title: 'Sessions and their length',
    about:
      'Every access opened in these days: how long it was open, how it ended and how much was read under it.',
    parameters: days,
    sql: `SELECT request_id,
  max(requester) AS requester,
  max(scope) AS scope,
  max(kind) AS kind,
  min(granted_at) AS opened_at,
  max(CASE WHEN ${ending} THEN time END) AS closed_at,
  max(closed_reason) AS closed_reason,
  date_diff('minute', min(granted_at), max(CASE WHEN ${ending} THEN time END)) AS minutes,
  count_if(type = 'query.started') AS queries,
  sum(CASE WHEN type = 'query.returned' THEN rows_returned END) AS rows_returned
FROM history
WHERE ${inDaysAndWeek}
GROUP BY request_id
HAVING count_if(${opening} AND dt <= CAST(:to AS date)) > 0
ORDER BY opened_at, request_id`,
  },
  {
    name: 'open-access',
    title: 'Access that is open',
    about: 'Every access that was open at a moment, the one that ends first on top.',
    parameters: {
      at: { type: 'moment', about: 'the moment, in UTC', example: '2026-11-21T14:05:00Z', otherwise: 'now' },
    },
    sql: `SELECT request_id,
  max(requester) AS requester,
  max(scope) AS scope,
  max(kind) AS kind,
  max(reason) AS reason,
  max(ticket) AS ticket,
  min(granted_at) AS opened_at,
  max(expires_at) AS expires_at
FROM history
WHERE dt BETWEEN CAST(CAST(:at AS timestamp) AS date) - interval '8' day AND CAST(CAST(:at AS timestamp) AS date)
  AND time <= CAST(:at AS timestamp)
  AND (${opening} OR ${ending})
GROUP BY request_id
HAVING count_if(${ending}) = 0 AND max(expires_at) > CAST(:at AS timestamp)
ORDER BY expires_at, request_id`,
  },
  {
    name: 'unused-grants',
    title: 'Grants never used',
    about: 'Access that was opened in these days and under which no query was ever started.',
    parameters: days,
    sql: `SELECT request_id,
  max(requester) AS requester,
  max(scope) AS scope,
  max(kind) AS kind,
  max(reason) AS reason,
  max(ticket) AS ticket,
  min(granted_at) AS opened_at
FROM history
WHERE ${inDaysAndWeek}
GROUP BY request_id
HAVING count_if(${opening} AND dt <= CAST(:to AS date)) > 0 AND count_if(type = 'query.started') = 0
ORDER BY opened_at, request_id`,
  },
  {
    name: 'time-to-grant',
    title: 'How long people wait for access',
    about:
      'Seconds from asking to open access by scope, as nearest-rank percentiles; broken glass is not waited for.',
    parameters: days,
    sql: `WITH waits AS (
  SELECT max(scope) AS scope,
    date_diff('second', min(CASE WHEN type = 'request.submitted' THEN time END), min(granted_at)) AS seconds
  FROM history
  WHERE ${inDaysAndWeek}
    AND type IN ('request.submitted', 'grant.activated')
  GROUP BY request_id
  HAVING count_if(type = 'request.submitted' AND dt <= CAST(:to AS date)) > 0 AND count_if(type = 'grant.activated') > 0
), ranked AS (
  SELECT scope, seconds,
    row_number() OVER (PARTITION BY scope ORDER BY seconds) AS place,
    count(*) OVER (PARTITION BY scope) AS total
  FROM waits
)
SELECT scope,
  count(*) AS grants,
  min(CASE WHEN place * 100 >= total * 50 THEN seconds END) AS p50_seconds,
  min(CASE WHEN place * 100 >= total * 90 THEN seconds END) AS p90_seconds,
  min(CASE WHEN place * 100 >= total * 99 THEN seconds END) AS p99_seconds,
  max(seconds) AS longest_seconds
FROM ranked
GROUP BY scope
ORDER BY scope`,
  },
  {
    name: 'unanswered-requests',
    title: 'Requests that came to nothing',
    about:
      'Requests that were denied, withdrawn, left undecided or failed, with the note of whoever decided.',
    parameters: days,
    sql: `SELECT time, request_id, type, requester, scope, actor AS ended_by, reason, ticket, note
FROM history
WHERE ${inDays}
  AND type IN ('request.denied', 'request.cancelled', 'request.lapsed', 'request.failed')
ORDER BY time, id`,
  },
];
