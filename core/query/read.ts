import type { ForPeople } from '../access/load.ts';
import type { ActiveGrant } from '../access/request.ts';
import type { Cause } from '../audit/cause.ts';
import { record, recordFirst } from '../audit/record.ts';
import { redactorFor } from '../audit/redacted-text.ts';
import type { Row } from '../insights/execute.ts';
import { admit, maxRows } from '../insights/firewall.ts';
import { TooManyRows } from '../insights/run/stage.ts';
import { scopeNamed } from '../policy/config.ts';
import type { Person } from '../policy/directory.ts';
import { redactionSettings } from '../policy/redaction.ts';
import type { GrantKey, RawResults, ResultReader, RunStore } from '../ports.ts';
import { countMasks } from '../redact/count.ts';
import type { Redactor } from '../redact/engine.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { answerFrom } from './answer.ts';
import { describeRun, noSuchQuery } from './describe.ts';
import { closedMeanwhile, openGrant } from './grant.ts';
import { fieldHints } from './hints.ts';
import { cutPage, openPageToken, pageToken } from './page.ts';
import { type Partial, partialAnswer } from './partial.ts';
import { planUnder } from './plan.ts';
import type { QueryRun } from './run.ts';

export type Reading = ForPeople & { runs: RunStore; reader: ResultReader };

export interface ResultPage {
  state: 'running' | 'complete' | 'stopped' | 'failed';
  columns: string[];
  rows: Record<string, string>[];
  redactions: Record<string, number>;
  notice?: string;
  /** The time range that is left to be read, if the answer was computed on a part of the events. */
  unread?: { fromMs: number; toMs: number };
  /** What may be a slip of the pen in the query. */
  hints: string[];
  nextPageToken?: string;
}

/**
 * Reads a page of results: raw rows are fetched, redacted, computed on, recorded, and handed out only if the grant is
 * still open then. A query that still runs gives no rows, as CloudWatch's partial ones tell about the raw ones.
 */
export async function readResults(
  base: Reading,
  person: Person,
  cause: Cause,
  requestId: string,
  handle: string,
  token?: string,
): Promise<Outcome<ResultPage>> {
  const [opened, run] = await Promise.all([
    openGrant(base, person, requestId),
    base.runs.get(requestId, handle),
  ]);
  if (!opened.ok) return opened;
  const grant = opened.value;
  if (!run || isOver(base, run)) return noSuchQuery(requestId, handle);
  if (run.state === 'stopped' || run.state === 'failed') return done(empty(run.state));
  if (run.queryId === undefined) return done(empty('running'));

  const key = await base.keys.ofGrant(requestId);
  const offset = token === undefined ? 0 : openPageToken(key, handle, token);
  if (offset === undefined) {
    return refuse(
      'invalid-page-token',
      'Send the nextPageToken of this query’s last page as it was, or none.',
      {
        requestId,
      },
    );
  }

  const session = { request: grant, expiresAt: grant.expiresAt, cause };
  const raw = await base.reader.read(session, run.queryId);
  if (raw.status === 'running') return done(empty('running'));
  if (raw.status !== 'complete') {
    await base.runs.advance(run, { ...run, state: raw.status });
    return done(empty(raw.status));
  }
  return answer(base, { grant, run, raw, key, offset, cause });
}

interface Answering {
  grant: ActiveGrant;
  run: QueryRun;
  raw: RawResults;
  key: GrantKey;
  offset: number;
  cause: Cause;
}

async function answer(base: Reading, at: Answering): Promise<Outcome<ResultPage>> {
  const { grant, run, raw, key, offset, cause } = at;
  const details = await describeRun(base, grant, run);
  const stray = raw.rows.find((row) => !belongsTo(run, row));
  if (stray) {
    await record(base, cause, 'query.failed', { ...details, outcome: 'failure', code: 'row-outside-grant' });
    return refuse('query-failed', 'A row came from outside the granted log groups; nothing is handed out.', {
      requestId: grant.id,
    });
  }
  const computed = compute(
    base,
    grant,
    run,
    raw,
    redactorFor(key, redactionSettings(base.config, grant.terms)),
  );
  if (!computed.ok) return computed;
  const { page, next } = cutPage(computed.value.rows, offset);
  const redactions = countMasks(page.flatMap((row) => Object.values(row)));

  const { copied } = await recordFirst(base, cause, 'query.returned', {
    ...details,
    rows_returned: page.length,
    rows_matched: raw.matchedRecords,
    bytes_scanned: raw.scannedBytes,
    redactions,
    result_sha256: base.digest.sha256(JSON.stringify(page)),
  });
  const [closed] = await Promise.all([
    closedMeanwhile(base, grant.id),
    run.state === 'running' && base.runs.advance(run, { ...run, state: 'complete' }),
    copied,
  ]);
  if (closed) return closed;
  return done({
    state: 'complete',
    columns: computed.value.columns,
    rows: page,
    redactions,
    ...computed.value.partial,
    hints: computed.value.hints,
    ...(next !== undefined && { nextPageToken: pageToken(key, run.handle, next) }),
  });
}

interface Computed {
  columns: string[];
  rows: Record<string, string>[];
  partial: Partial | undefined;
  hints: string[];
}

function compute(
  base: Reading,
  grant: ActiveGrant,
  run: QueryRun,
  raw: RawResults,
  redactor: Redactor,
): Outcome<Computed> {
  const scope = scopeNamed(base.config, grant.terms.scope);
  const admitted = admit(run.text);
  if (!scope || !admitted.ok) {
    return refuse('query-refused', 'The rules have changed since this query was started; start it again.');
  }
  const plan = planUnder(scope, grant, admitted.query, redactor);
  const times = { now: base.clock.now(), from: run.fromMs, to: run.toMs };
  const answered = answerWithin(raw.rows, {
    residual: plan.residual,
    redactor,
    settings: redactionSettings(base.config, grant.terms),
    options: { ...times, maxRows },
  });
  if (answered instanceof TooManyRows) {
    return refuse('query-failed', `${answered.message}.`, { requestId: grant.id });
  }
  const { rows, events, query } = answered;
  return done({
    columns: [...new Set(rows.flatMap((row) => [...row.keys()]))],
    rows: rows.map((row) => Object.fromEntries(row)),
    partial: partialAnswer({ query: admitted.query, plan, raw, run, rows: rows.length }),
    hints: fieldHints({ plan, residual: query, events, scope, times }),
  });
}

/** Lists that are taken apart can make more rows than there were events. */
function answerWithin(...given: Parameters<typeof answerFrom>): ReturnType<typeof answerFrom> | TooManyRows {
  try {
    return answerFrom(...given);
  } catch (error) {
    if (error instanceof TooManyRows) return error;
    throw error;
  }
}

/** Raw results stay in CloudWatch for days; the way to them is open for as long as somebody looks at them. */
function isOver({ clock, config }: Reading, { startedAt }: QueryRun): boolean {
  return clock.now() - startedAt > config.retention.resultHours * 3_600_000;
}

/** `@log` is `account:group`; rows of aggregates have none (CloudWatch Logs, "Supported logs and discovered fields"). */
function belongsTo(run: QueryRun, row: Row): boolean {
  const log = row.get('@log');
  return log === undefined || run.logGroups.includes(log.slice(log.indexOf(':') + 1));
}

const empty = (state: ResultPage['state']): ResultPage => ({
  state,
  columns: [],
  rows: [],
  redactions: {},
  hints: [],
});
