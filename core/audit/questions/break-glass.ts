import { days, inDays, type Question } from './question.ts';

/** A review may be done long after the glass was broken. */
const fromDay = 'dt >= CAST(:from AS date)';
const broken = "type = 'grant.glass_broken'";

/** Emergency access and its reviews. */
export const breakGlassQuestions: readonly Question[] = [
  {
    name: 'break-glass',
    title: 'Broken glass and its reviews',
    about: 'Every emergency access of these days, what was read under it, and what its review found.',
    parameters: days,
    sql: `SELECT request_id,
  max(requester) AS requester,
  max(scope) AS scope,
  max(emergency_category) AS emergency_category,
  max(reason) AS reason,
  min(granted_at) AS opened_at,
  max(closed_reason) AS closed_reason,
  count_if(type = 'query.returned') AS answers,
  sum(CASE WHEN type = 'query.returned' THEN rows_returned END) AS rows_returned,
  max(CASE WHEN type = 'review.done' THEN actor END) AS reviewer,
  max(CASE WHEN type = 'review.done' THEN code END) AS finding,
  max(CASE WHEN type = 'review.done' THEN time END) AS reviewed_at,
  count_if(type = 'review.overdue') > 0 AS was_overdue
FROM history
WHERE ${fromDay}
  AND kind = 'break-glass'
GROUP BY request_id
HAVING count_if(${broken} AND dt <= CAST(:to AS date)) > 0
ORDER BY opened_at, request_id`,
  },
  {
    name: 'unreviewed-break-glass',
    title: 'Broken glass that nobody has reviewed',
    about: 'Emergency access of these days without a review, the one that is due first on top.',
    parameters: days,
    sql: `SELECT request_id,
  max(requester) AS requester,
  max(scope) AS scope,
  max(emergency_category) AS emergency_category,
  max(reason) AS reason,
  min(granted_at) AS opened_at,
  max(review_due_at) AS review_due_at,
  count_if(type = 'review.overdue') > 0 AS is_overdue
FROM history
WHERE ${fromDay}
  AND kind = 'break-glass'
GROUP BY request_id
HAVING count_if(${broken} AND dt <= CAST(:to AS date)) > 0 AND count_if(type = 'review.done') = 0
ORDER BY review_due_at, request_id`,
  },
  {
    name: 'break-glass-people',
    title: 'Who breaks the glass how often',
    about: 'Emergency accesses by person and scope; whoever is on top may need a scope of their own.',
    parameters: days,
    sql: `SELECT requester, scope, count(*) AS times, min(time) AS first_time, max(time) AS last_time
FROM history
WHERE ${inDays}
  AND ${broken}
GROUP BY requester, scope
ORDER BY times DESC, requester, scope`,
  },
];
