import { dayMs } from '../../day.ts';
import { membersOf } from '../../policy/directory.ts';
import { workflowCause } from '../cause.ts';
import { buildEvent } from '../record.ts';
import { reportMail } from './mail.ts';
import { type FiledReport, openItems } from './store.ts';
import { type Reviewing, reviewersOf } from './write.ts';

/** A year of weekly and monthly reports. */
const maxReports = 64;

/**
 * Tells reviewers and supervisors once of every report that was not signed off in time, and completes the evidence of
 * sign-offs whose event did not get there.
 */
export async function escalateOverdue(base: Reviewing): Promise<{ overdue: number }> {
  let overdue = 0;
  for (const report of await base.reports.list(maxReports)) {
    await completeEvidence(base, report);
    if (openItems(report).length === 0 || Date.parse(report.dueAt) > base.clock.now()) continue;
    if (report.escalatedAt !== undefined) continue;
    await escalate(base, report);
    overdue += 1;
  }
  return { overdue };
}

/** This runs daily, so that later there is nothing to complete any more. */
const completedForMs = 3 * dayMs;

async function completeEvidence(base: Reviewing, { signed }: FiledReport): Promise<void> {
  const since = base.clock.now() - completedForMs;
  for (const { event } of Object.values(signed).filter(({ at }) => Date.parse(at) >= since)) {
    const { copied } = await base.evidence.write(event);
    await copied;
  }
}

async function escalate(base: Reviewing, report: FiledReport): Promise<void> {
  const event = buildEvent(base, workflowCause(`report-${report.id}`), 'report.overdue', {
    report: report.id,
    measured: openItems(report).length,
    detail: `not signed off: ${openItems(report)
      .map(({ id }) => id)
      .join(', ')}`,
  });
  await base.reports.markOverdue(report.id, event);
  const marked = await base.reports.get(report.id);
  if (!marked?.overdue) throw new Error(`The report ${report.id} has gone while it was being escalated.`);
  const { copied } = await base.evidence.write(marked.overdue);
  await copied;
  const people = [...reviewersOf(base), ...membersOf(base.config, base.config.roles.supervisors)];
  for (const to of new Set(people.map(({ email }) => email))) {
    await base.mailer.mail({ to, ...reportMail(report, 'overdue') });
  }
  await base.reports.markTold(report.id, 'escalatedAt', new Date(base.clock.now()).toISOString());
}
