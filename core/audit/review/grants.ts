import type { AuditEvent, EventType } from '../event.ts';
import { groupBy } from '../watch/rule.ts';

/** One access of the period. */
export interface GrantLine {
  request: string;
  kind: string;
  person: string;
  scope: string;
  reason: string;
  ticket?: string;
  category?: string;
  approver?: string;
  openedAt: string;
  /** Undefined while it is open, or when it was closed after the period. */
  closedAt?: string;
  closedReason?: string;
  queries: number;
  rows: number;
  /** The last verdicts of its assessment. */
  justified?: string;
  purpose?: string;
  prompt?: string;
  findings: string[];
  /** Of a broken glass: what became of its review. */
  review?: string;
  reviewer?: string;
}

const opening: ReadonlySet<EventType> = new Set(['grant.activated', 'grant.glass_broken']);

/** The grants that were opened in the time of these events, in that order. */
export function grantsOf(events: readonly AuditEvent[]): GrantLine[] {
  return [...groupBy(events, ({ request_id }) => request_id)]
    .flatMap(([request, story]) => {
      const opened = story.find(({ type }) => opening.has(type));
      return opened ? [lineOf(request, opened, story)] : [];
    })
    .sort((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt));
}

interface Doubt {
  about: string;
  verdict: string;
  reasons: string[];
}

/** What was not found to be in order, and why. The findings of an assessment begin with what they are about. */
export function doubtsOf({ justified, purpose, prompt, findings }: GrantLine): Doubt[] {
  const judged = { justified, purpose, 'given up': prompt };
  return Object.entries(judged).flatMap(([about, verdict]) => {
    if (verdict === undefined || verdict === 'yes') return [];
    const reasons = findings.filter((finding) => finding.startsWith(`${about}: `));
    return [{ about, verdict, reasons: reasons.map((reason) => reason.slice(about.length + 2)) }];
  });
}

function lineOf(request: string, opened: AuditEvent, story: readonly AuditEvent[]): GrantLine {
  const last = (...types: EventType[]) => story.findLast(({ type }) => types.includes(type));
  const closed = story.find(({ closed_reason }) => closed_reason !== undefined);
  const assessed = last('grant.assessed');
  const kind = opened.kind ?? 'standard';
  const approver = last('request.approved')?.actor;
  return {
    request,
    kind,
    person: opened.requester ?? opened.actor,
    scope: opened.scope ?? '',
    reason: opened.reason ?? '',
    ...(opened.ticket !== undefined && { ticket: opened.ticket }),
    ...(opened.emergency_category !== undefined && { category: opened.emergency_category }),
    ...(approver !== undefined && { approver }),
    openedAt: opened.time,
    ...(closed?.closed_reason !== undefined && { closedAt: closed.time, closedReason: closed.closed_reason }),
    queries: story.filter(({ type }) => type === 'query.started').length,
    rows: story.reduce((sum, { rows_returned = 0 }) => sum + rows_returned, 0),
    ...(assessed?.assessed_justified !== undefined && { justified: assessed.assessed_justified }),
    ...(assessed?.assessed_purpose !== undefined && { purpose: assessed.assessed_purpose }),
    ...(assessed?.assessed_prompt !== undefined && { prompt: assessed.assessed_prompt }),
    findings: assessed?.findings ?? [],
    ...(kind === 'break-glass' && reviewOf(last('review.done', 'review.overdue'))),
  };
}

function reviewOf(event: AuditEvent | undefined): Pick<GrantLine, 'review' | 'reviewer'> {
  if (event?.type !== 'review.done') return { review: event ? 'overdue' : 'due' };
  const { code = 'done', actor } = event;
  return { review: `${code.replace('-', ' ')} by ${actor}`, reviewer: actor };
}
