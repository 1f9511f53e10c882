/**
 * The questions auditors ask first. Each names a range of `dt`: without one, Athena would list every day since the installation.
 * A `?` is asked for when the query is run.
 */
export const namedQueries = [
  {
    id: 'WhoSawWhatToday',
    name: 'Who saw what today, and why',
    description: 'Every answer with log rows since midnight UTC, with the reason and the query',
    sql: `SELECT time, actor, scope, request_id, reason, ticket, query, rows_returned, bytes_scanned, redactions
FROM events
WHERE dt = current_date
  AND type = 'query.returned'
ORDER BY time DESC`,
  },
  {
    id: 'StoryOfARequest',
    name: 'Everything that happened to a request',
    description: 'The events of one request of the last 90 days, oldest first; asks for its id',
    sql: `SELECT time, type, outcome, actor, reason, note, granted_at, expires_at, closed_reason, query, rows_returned, code
FROM events
WHERE dt >= current_date - interval '90' day
  AND request_id = ?
ORDER BY time, id`,
  },
  {
    id: 'Refusals',
    name: 'What was refused this week',
    description: 'Attempts that were refused in the last 7 days, newest first',
    sql: `SELECT time, actor, actor_via, ip, type, code, detail, scope, request_id
FROM events
WHERE dt >= current_date - interval '7' day
  AND outcome = 'refused'
ORDER BY time DESC`,
  },
  {
    id: 'BreakGlass',
    name: 'Broken glass of the last 30 days',
    description: 'Every use of emergency access, how long it was open, and what became of its review',
    sql: `SELECT request_id,
  max(requester) AS requester,
  max(scope) AS scope,
  max(emergency_category) AS emergency_category,
  max(reason) AS reason,
  min(granted_at) AS granted_at,
  max(expires_at) AS expires_at,
  max(closed_reason) AS closed_reason,
  count_if(type = 'query.returned') AS answers,
  count_if(type = 'review.done') > 0 AS reviewed,
  count_if(type = 'review.overdue') > 0 AS overdue
FROM events
WHERE dt >= current_date - interval '30' day
  AND kind = 'break-glass'
GROUP BY request_id
ORDER BY granted_at DESC`,
  },
] as const;
