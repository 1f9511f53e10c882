import type { ForPeople } from '../../access/load.ts';
import type { Person } from '../../policy/directory.ts';
import { redactionSettings } from '../../policy/redaction.ts';
import { done, type Outcome, refuse } from '../../refusal.ts';
import type { Cause } from '../cause.ts';
import { buildEvent } from '../record.ts';
import { redactorFor } from '../redacted-text.ts';
import type { FiledReport, ReportStore, SignOff, SignOutcome } from './store.ts';

type Signing = ForPeople & { reports: ReportStore };

const listed = 64;

/** Reports to sign off, newest first. */
export async function listReports(base: Signing, person: Person): Promise<Outcome<FiledReport[]>> {
  const allowed = base.authorization.onInstallation(person, 'readReports');
  return allowed.ok ? done(await base.reports.list(listed)) : allowed;
}

export async function readReport(base: Signing, person: Person, id: string): Promise<Outcome<FiledReport>> {
  const allowed = base.authorization.onInstallation(person, 'readReports');
  if (!allowed.ok) return allowed;
  const report = await base.reports.get(id);
  return report ? done(report) : refuse('not-found', `There is no report ${id}.`);
}

export interface Signature {
  report: string;
  item: string;
  outcome: SignOutcome;
  note: string;
}

/**
 * Signs off one item, once. The finished event is in the same conditional write as the sign-off and goes into the evidence then; if
 * that fails, the daily look for overdue reports puts it there.
 */
export async function signOff(
  base: Signing,
  person: Person,
  cause: Cause,
  { report: id, item: itemId, outcome, note }: Signature,
): Promise<Outcome<FiledReport>> {
  const read = await readReport(base, person, id);
  if (!read.ok) return read;
  const item = read.value.items.find((each) => each.id === itemId);
  if (!item) return refuse('not-found', `The report ${id} has no item ${itemId}.`);
  const allowed = base.authorization.onReportItem(person, item);
  if (!allowed.ok) return allowed;

  const key = await base.keys.ofGrant('reports');
  const redacted = redactorFor(key, redactionSettings(base.config, { redaction: 'strict' })).redact(
    note,
  ).text;
  const event = buildEvent(base, cause, 'report.signed', {
    report: id,
    report_item: itemId,
    code: outcome,
    note: redacted,
    detail: `${item.kind}: ${item.words}`,
    ...(item.request !== undefined && { request_id: item.request }),
  });
  const signed: SignOff = { by: person.key, at: event.time, outcome, note: redacted, event };
  if (!(await base.reports.sign(id, itemId, signed))) {
    return refuse('wrong-state', `Item ${itemId} of ${id} has been signed off already.`);
  }
  const { copied } = await base.evidence.write(event);
  await copied;
  const now = await base.reports.get(id);
  if (!now) throw new Error(`The report ${id} has gone while it was being signed off.`);
  return done(now);
}
