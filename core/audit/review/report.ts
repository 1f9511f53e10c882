import { dayOf } from '../../day.ts';
import type { Config } from '../../policy/config.ts';
import type { AuditEvent } from '../event.ts';
import { median } from '../watch/robust.ts';
import { groupBy } from '../watch/rule.ts';
import { type GrantLine, grantsOf } from './grants.ts';
import { itemsOf, type ReviewItem } from './items.ts';
import { type UnusedRight, type UsedRights, unusedRights } from './rights.ts';

/** What reviewers look through once a week and once a month. Times are ISO 8601. */
export interface Report {
  id: string;
  kind: 'weekly' | 'monthly';
  /** First day, and the day after the last one. */
  from: string;
  to: string;
  writtenAt: string;
  /** By when every item is to be signed off. */
  dueAt: string;
  rulesVersion: string;
  ledger: LedgerState;
  comparisons: Comparisons;
  totals: {
    grants: number;
    breakGlass: number;
    queries: number;
    rows: number;
    refused: number;
    alerts: number;
  };
  grants: GrantLine[];
  anomalies: Anomaly[];
  decisions: Decisions[];
  unusedRights: UnusedRight[];
  items: ReviewItem[];
}

/** What the newest signed head of the log says; undefined where there is none. */
export interface LedgerState {
  size?: number;
  signedAt?: string;
}

/** What became of comparing the log with the bucket and the copy. */
interface Comparisons {
  agreed: number;
  differed: { event: string; time: string; detail: string }[];
}

interface Anomaly {
  event: string;
  time: string;
  rule: string;
  person: string;
  scope?: string;
  request?: string;
  detail: string;
}

/** What one person decided on the requests of another. */
interface Decisions {
  approver: string;
  requester: string;
  approved: number;
  denied: number;
  medianSeconds: number;
  /** Whether nearly everything was approved in less time than reading takes. */
  isRubberStamp: boolean;
}

export interface Period {
  kind: Report['kind'];
  fromMs: number;
  toMs: number;
}

export interface Material {
  config: Config;
  rulesVersion: string;
  period: Period;
  now: number;
  /** Events of the period, oldest first. */
  events: readonly AuditEvent[];
  /** What was used in the days before its end. */
  used: UsedRights;
  ledger: LedgerState;
}

/** Puts together what happened in a period, and what somebody has to sign off. */
export function buildReport({ config, rulesVersion, period, now, events, used, ledger }: Material): Report {
  const grants = grantsOf(events);
  const returned = events.filter(({ type }) => type === 'query.returned');
  const anomalies = events.filter(({ type }) => type === 'watch.raised').map(anomalyOf);
  const parts = {
    ledger,
    comparisons: comparisonsOf(events),
    grants,
    anomalies,
    decisions: decisionsOf(events),
    unusedRights: unusedRights(config, used, period.toMs),
  };
  return {
    id: reportId(period),
    kind: period.kind,
    from: dayOf(period.fromMs),
    to: dayOf(period.toMs),
    writtenAt: new Date(now).toISOString(),
    dueAt: new Date(now + config.periodicReview.windowSeconds * 1000).toISOString(),
    rulesVersion,
    totals: {
      grants: grants.length,
      breakGlass: grants.filter(({ kind }) => kind === 'break-glass').length,
      queries: events.filter(({ type }) => type === 'query.started').length,
      rows: returned.reduce((sum, { rows_returned = 0 }) => sum + rows_returned, 0),
      refused: events.filter(({ type }) => type === 'access.refused').length,
      alerts: anomalies.length,
    },
    ...parts,
    items: itemsOf(parts, now),
  };
}

export function reportId({ kind, fromMs }: Period): string {
  return `${kind}-${dayOf(fromMs)}`;
}

function comparisonsOf(events: readonly AuditEvent[]): Comparisons {
  return {
    agreed: events.filter(({ type }) => type === 'ledger.reconciled').length,
    differed: events
      .filter(({ type }) => type === 'ledger.differed')
      .map(({ id, time, detail = '' }) => ({ event: id, time, detail })),
  };
}

function anomalyOf(event: AuditEvent): Anomaly {
  return {
    event: event.id,
    time: event.time,
    rule: event.rule ?? '',
    person: event.concerns ?? '',
    ...(event.scope !== undefined && { scope: event.scope }),
    ...(event.request_id !== undefined && { request: event.request_id }),
    detail: event.detail ?? '',
  };
}

/** Fewer decisions say nothing of a habit. */
const habit = 5;
const quickSeconds = 60;

function decisionsOf(events: readonly AuditEvent[]): Decisions[] {
  const submitted = new Map(
    events
      .filter(({ type }) => type === 'request.submitted')
      .map(({ request_id, time }) => [request_id, time]),
  );
  const decided = events.filter(({ type }) => type === 'request.approved' || type === 'request.denied');
  return [...groupBy(decided, ({ actor, requester = '' }) => `${actor}/${requester}`).values()]
    .map((theirs): Decisions => {
      const [{ actor, requester = '' } = { actor: '' }] = theirs;
      const approved = theirs.filter(({ type }) => type === 'request.approved').length;
      const seconds = theirs.flatMap(({ request_id, time }) => {
        const asked = submitted.get(request_id);
        return asked === undefined ? [] : [(Date.parse(time) - Date.parse(asked)) / 1000];
      });
      const medianSeconds = seconds.length > 0 ? Math.round(median(seconds)) : 0;
      return {
        approver: actor,
        requester,
        approved,
        denied: theirs.length - approved,
        medianSeconds,
        isRubberStamp:
          theirs.length >= habit &&
          approved === theirs.length &&
          seconds.length > 0 &&
          medianSeconds < quickSeconds,
      };
    })
    .sort((a, b) => b.approved + b.denied - (a.approved + a.denied));
}
