import { days, inDays, type Question } from './question.ts';

/** Decisions of these days, each with the time since it was asked. A request waits a week at most. */
const decisions = `WITH decisions AS (
  SELECT request_id,
    max(requester) AS requester,
    max(scope) AS scope,
    max(CASE WHEN type <> 'request.submitted' THEN actor END) AS approver,
    max(CASE WHEN type <> 'request.submitted' THEN type END) AS decision,
    max(CASE WHEN type <> 'request.submitted' THEN time END) AS decided_at,
    max(CASE WHEN type <> 'request.submitted' THEN note END) AS note,
    date_diff('second', min(CASE WHEN type = 'request.submitted' THEN time END),
      max(CASE WHEN type <> 'request.submitted' THEN time END)) AS seconds
  FROM history
  WHERE dt BETWEEN CAST(:from AS date) - interval '8' day AND CAST(:to AS date)
    AND type IN ('request.submitted', 'request.approved', 'request.denied')
  GROUP BY request_id
  HAVING count_if(type <> 'request.submitted' AND dt >= CAST(:from AS date)) > 0
)`;

/** Who decides for whom, and how carefully. */
export const decisionQuestions: readonly Question[] = [
  {
    name: 'decisions',
    title: 'Every decision',
    about: 'Who approved or denied what, and how many seconds after it was asked, newest first.',
    parameters: days,
    sql: `${decisions}
SELECT decided_at, request_id, requester, approver, decision, seconds, scope, note
FROM decisions
ORDER BY decided_at DESC, request_id`,
  },
  {
    name: 'approval-pairs',
    title: 'Who approves whom',
    about: 'Decisions by pair of approver and requester; two who always approve each other stand on top.',
    parameters: days,
    sql: `SELECT actor AS approver,
  requester,
  count_if(type = 'request.approved') AS approved,
  count_if(type = 'request.denied') AS denied
FROM history
WHERE ${inDays}
  AND type IN ('request.approved', 'request.denied')
GROUP BY actor, requester
ORDER BY approved DESC, approver, requester`,
  },
  {
    name: 'rubber-stamps',
    title: 'Approvers who may not look',
    about:
      'By approver: decisions, percent approved and seconds to decide. All approved within seconds is a stamp, not a decision.',
    parameters: {
      decisions: {
        type: 'number',
        about: 'fewest decisions to be listed',
        example: '10',
        otherwise: '5',
      },
      ...days,
    },
    sql: `${decisions}, ranked AS (
  SELECT approver, decision, seconds,
    row_number() OVER (PARTITION BY approver ORDER BY seconds) AS place,
    count(*) OVER (PARTITION BY approver) AS total
  FROM decisions
)
SELECT approver,
  count(*) AS decisions,
  CAST(round(CAST(100 * count_if(decision = 'request.approved') AS double) / count(*)) AS bigint) AS percent_approved,
  min(CASE WHEN place * 100 >= total * 50 THEN seconds END) AS median_seconds,
  min(seconds) AS fastest_seconds
FROM ranked
GROUP BY approver
HAVING count(*) >= CAST(:decisions AS bigint)
ORDER BY percent_approved DESC, median_seconds, approver`,
  },
];
