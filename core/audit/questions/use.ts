import { days, inDays, type Parameter, type Question } from './question.ts';

const limit = {
  type: 'number',
  about: 'most rows of the answer',
  example: '20',
  otherwise: '50',
} as const satisfies Parameter;

const local = "at_timezone(with_timezone(time, 'UTC'), :zone)";

/** How open access is used. */
export const useQuestions: readonly Question[] = [
  {
    name: 'outside-hours',
    title: 'Queries outside working hours',
    about: 'Queries started at night or on a weekend of a time zone, newest first.',
    parameters: {
      zone: { type: 'text', about: 'time zone of the people', example: 'Europe/Paris', otherwise: 'UTC' },
      start: { type: 'number', about: 'hour at which work starts', example: '8', otherwise: '8' },
      end: { type: 'number', about: 'hour at which work ends', example: '18', otherwise: '18' },
      ...days,
    },
    sql: `SELECT time, actor, scope, kind, request_id, reason, ticket, query
FROM history
WHERE ${inDays}
  AND type = 'query.started'
  AND (hour(${local}) < CAST(:start AS bigint)
    OR hour(${local}) >= CAST(:end AS bigint)
    OR day_of_week(${local}) >= 6)
ORDER BY time DESC, id DESC`,
  },
  {
    name: 'most-rows',
    title: 'Who read the most',
    about: 'Rows that left the proxy by person and scope, most first.',
    parameters: { limit, ...days },
    sql: `WITH reading AS (
  SELECT actor, scope,
    count(*) AS answers,
    count(DISTINCT request_id) AS grants,
    sum(rows_returned) AS rows_returned,
    sum(bytes_scanned) AS bytes_scanned
  FROM history
  WHERE ${inDays}
    AND type = 'query.returned'
  GROUP BY actor, scope
), ranked AS (
  SELECT reading.*, row_number() OVER (ORDER BY rows_returned DESC, actor, scope) AS place
  FROM reading
)
SELECT actor, scope, answers, grants, rows_returned, bytes_scanned
FROM ranked
WHERE place <= CAST(:limit AS bigint)
ORDER BY place`,
  },
  {
    name: 'most-redactions',
    title: 'Answers with the most hidden values',
    about:
      'Answers by the number of values that redaction hid in them, most first: who looks where the secrets are.',
    parameters: { limit, ...days },
    sql: `WITH hiding AS (
  SELECT id, time, actor, scope, request_id, query, sum(hidden) AS hidden_values
  FROM history CROSS JOIN UNNEST(redactions) AS r(kind_of_value, hidden)
  WHERE ${inDays}
    AND type = 'query.returned'
  GROUP BY id, time, actor, scope, request_id, query
), ranked AS (
  SELECT hiding.*, row_number() OVER (ORDER BY hidden_values DESC, id) AS place
  FROM hiding
)
SELECT time, actor, scope, request_id, query, hidden_values
FROM ranked
WHERE place <= CAST(:limit AS bigint)
ORDER BY place`,
  },
  {
    name: 'hidden-values',
    title: 'What redaction hid',
    about: 'Hidden values by kind: how many, in how many answers, before how many people.',
    parameters: days,
    sql: `SELECT kind_of_value,
  sum(hidden) AS hidden_values,
  count(*) AS answers,
  count(DISTINCT actor) AS people
FROM history CROSS JOIN UNNEST(redactions) AS r(kind_of_value, hidden)
WHERE ${inDays}
  AND type = 'query.returned'
GROUP BY kind_of_value
ORDER BY hidden_values DESC, kind_of_value`,
  },
  {
    name: 'log-groups-read',
    title: 'Which log groups are read',
    about:
      'Answers by log group: how many, by how many people, and when last; a group that is missing was not read.',
    parameters: days,
    sql: `SELECT log_group, count(*) AS answers, count(DISTINCT actor) AS people, max(time) AS last_read_at
FROM history CROSS JOIN UNNEST(log_groups) AS g(log_group)
WHERE ${inDays}
  AND type = 'query.returned'
GROUP BY log_group
ORDER BY answers DESC, log_group`,
  },
];
