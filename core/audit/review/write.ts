import { dayMs } from '../../day.ts';
import { displayName, membersOf } from '../../policy/directory.ts';
import type { Base, Notifier, Timeline } from '../../ports.ts';
import { workflowCause } from '../cause.ts';
import type { AuditEvent } from '../event.ts';
import { eventsBetween, stepsBetween } from '../events-between.ts';
import type { Sha256 } from '../log/merkle.ts';
import { buildEvent } from '../record.ts';
import { reportCsv } from './csv.ts';
import { reportHtml } from './html.ts';
import { reportMail } from './mail.ts';
import { lastPeriod } from './period.ts';
import { buildReport, type LedgerState, type Period, type Report, reportId } from './report.ts';
import { noteUse, type UsedRights, unusedAfterDays } from './rights.ts';
import type { FiledReport, ReportFiles, ReportStore } from './store.ts';

export interface Reviewing extends Pick<Base, 'config' | 'clock' | 'ids' | 'rulesVersion' | 'evidence'> {
  timeline: Timeline;
  reports: ReportStore;
  files: ReportFiles;
  mailer: Pick<Notifier, 'mail'>;
  /** What the newest signed head of the evidence's log says. */
  ledger: () => Promise<LedgerState>;
  sha256: Sha256;
}

/**
 * Writes the report of the last week or month, files what is to be signed off, and mails it to the reviewers. Run again it does what is missing and
 * nothing twice, but for the mail if it died while it was sent.
 */
export async function writeReport(base: Reviewing, kind: Period['kind']): Promise<FiledReport> {
  const period = lastPeriod(kind, base.clock.now());
  const filed = (await base.reports.get(reportId(period))) ?? (await file(base, period));
  const { copied } = await base.evidence.write(filed.event);
  await copied;
  if (filed.mailedAt === undefined) {
    for (const person of reviewersOf(base))
      await base.mailer.mail({ to: person.email, ...reportMail(filed, 'new') });
    await base.reports.markTold(filed.id, 'mailedAt', new Date(base.clock.now()).toISOString());
  }
  return filed;
}

export function reviewersOf({ config }: Pick<Base, 'config'>) {
  return membersOf(config, config.periodicReview.reviewers ?? config.roles.auditors);
}

async function file(base: Reviewing, period: Period): Promise<FiledReport> {
  const report = await putFiles(base, await build(base, period));
  const { id, kind, from, to, writtenAt, dueAt, items } = report;
  const event = buildEvent(base, workflowCause(`report-${id}`), 'report.written', {
    report: id,
    measured: items.length,
    detail: `${items.length} items to sign off by ${dueAt}`,
  });
  const filed: FiledReport = { id, kind, from, to, writtenAt, dueAt, items, signed: {}, event };
  if (await base.reports.insert(filed)) return filed;
  const theirs = await base.reports.get(id);
  if (!theirs) throw new Error(`The report ${id} has gone while it was being filed.`);
  return theirs;
}

/** The first to write a report decides what is in it: a later run goes on with what it finds. */
async function putFiles(base: Reviewing, built: Report): Promise<Report> {
  const name = `${built.id}.json`;
  const isOurs = await base.files.put(name, `${JSON.stringify(built, null, 2)}\n`, 'application/json');
  const report = isOurs ? built : (JSON.parse(await base.files.get(name)) as Report);
  const nameOf = (person: string) => displayName(base.config, person);
  await base.files.put(
    `${report.id}.html`,
    reportHtml(report, { nameOf, sha256: base.sha256 }),
    'text/html; charset=utf-8',
  );
  await base.files.put(`${report.id}.csv`, reportCsv(report), 'text/csv; charset=utf-8');
  return report;
}

/** Reads day by day, as only little of the days before the period is kept. */
async function build(base: Reviewing, period: Period): Promise<Report> {
  const used: UsedRights = new Set();
  const events: AuditEvent[] = [];
  const first = Math.max(period.toMs - unusedAfterDays * dayMs, Date.parse(base.config.audit.installedOn));
  for (const day of stepsBetween(Math.min(first, period.fromMs), period.toMs, dayMs)) {
    for (const event of await eventsBetween(base, day, day + dayMs)) {
      noteUse(used, event);
      if (day >= period.fromMs) events.push(event);
    }
  }
  const { config, rulesVersion } = base;
  const ledger = await base.ledger();
  return buildReport({ config, rulesVersion, period, now: base.clock.now(), events, used, ledger });
}
