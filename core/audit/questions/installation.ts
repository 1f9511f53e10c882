import { firstLiveDay } from '../history/view.ts';
import { days, inDays, type Question } from './question.ts';

/** What was refused, what failed, what changed, and who watches. */
export const installationQuestions: readonly Question[] = [
  {
    name: 'denied-attempts',
    title: 'What was refused',
    about: 'Every attempt that was refused, newest first.',
    parameters: days,
    sql: `SELECT time, actor, actor_via, ip, code, detail, scope, request_id
FROM history
WHERE ${inDays}
  AND outcome = 'refused'
ORDER BY time DESC, id DESC`,
  },
  {
    name: 'most-refused',
    title: 'Who is refused most',
    about:
      'Refusals by person and reason; many of one kind are a mistake to explain or a wall being felt along.',
    parameters: days,
    sql: `SELECT actor, code, count(*) AS times, min(time) AS first_time, max(time) AS last_time
FROM history
WHERE ${inDays}
  AND outcome = 'refused'
GROUP BY actor, code
ORDER BY times DESC, actor, code`,
  },
  {
    name: 'failures',
    title: 'What failed',
    about: 'Everything that ended in failure, newest first.',
    parameters: days,
    sql: `SELECT time, type, actor, scope, request_id, code, detail
FROM history
WHERE ${inDays}
  AND outcome = 'failure'
ORDER BY time DESC, id DESC`,
  },
  {
    name: 'rule-changes',
    title: 'When the rules changed',
    about: 'Every version of the configuration that events name, with the first and the last event under it.',
    parameters: days,
    sql: `SELECT rules_version, min(time) AS first_time, max(time) AS last_time, count(*) AS events
FROM history
WHERE ${inDays}
GROUP BY rules_version
ORDER BY first_time, rules_version`,
  },
  {
    name: 'audit-reads',
    title: 'Who reads the evidence',
    about: 'Every look at the evidence through Vitrine, newest first. Athena used directly is in CloudTrail.',
    parameters: days,
    sql: `SELECT time, actor, type, detail, query
FROM history
WHERE ${inDays}
  AND type IN ('audit.read', 'audit.queried')
ORDER BY time DESC, id DESC`,
  },
  {
    name: 'history-gaps',
    title: 'What is missing in the copy for SQL',
    about:
      'Events that the other questions do not see, as the copy of their day does not have them, or has them twice: none, if all is well.',
    parameters: { from: { ...days.from, otherwise: { daysAgo: 6 } }, to: days.to },
    sql: `WITH written AS (
  SELECT dt, id FROM events WHERE ${inDays} AND dt < ${firstLiveDay}
), copied AS (
  SELECT dt, id, count(*) AS copies FROM events_parquet WHERE ${inDays} AND dt < ${firstLiveDay} GROUP BY dt, id
)
SELECT coalesce(written.dt, copied.dt) AS day, coalesce(written.id, copied.id) AS id, coalesce(copied.copies, 0) AS copies
FROM written FULL OUTER JOIN copied ON written.dt = copied.dt AND written.id = copied.id
WHERE written.id IS NULL OR copied.copies IS NULL OR copied.copies > 1
ORDER BY day, id`,
  },
];
