import type { ForPeople } from '../access/load.ts';
import type { ActiveGrant } from '../access/request.ts';
import type { Cause } from '../audit/cause.ts';
import { record, recordFirst } from '../audit/record.ts';
import { redactQuery } from '../audit/redacted-query.ts';
import { describeRequest, evidenceMac, redactorFor } from '../audit/redacted-text.ts';
import { formatDuration } from '../duration.ts';
import { admit } from '../insights/firewall.ts';
import type { Plan } from '../insights/plan.ts';
import { type Scope, scopeNamed } from '../policy/config.ts';
import type { Person } from '../policy/directory.ts';
import { redactionSettings } from '../policy/redaction.ts';
import type { QueryStarter, QueryStopper, RunStore } from '../ports.ts';
import type { Redactor } from '../redact/engine.ts';
import { done, type Outcome, type Refusal, refuse } from '../refusal.ts';
import { describeRun } from './describe.ts';
import { closedMeanwhile, openGrant } from './grant.ts';
import { refuseGuessing } from './guesses.ts';
import { planUnder } from './plan.ts';
import type { QueryRun } from './run.ts';

export interface QueryInput {
  query: string;
  fromMs: number;
  toMs: number;
  logGroups?: readonly string[] | undefined;
}

export type Starting = ForPeople & { runs: RunStore; starter: QueryStarter; stopper: QueryStopper };

/** Clocks of engineers run fast: an end this far in the future is taken as now. */
const clockSkewMs = 60_000;

/**
 * Starts a query under an open grant. The order is the point: checked, recorded, started, checked again. When access
 * ends while CloudWatch is being asked, the query is stopped and nobody gets a handle.
 */
export async function startQuery(
  base: Starting,
  person: Person,
  cause: Cause,
  requestId: string,
  input: QueryInput,
): Promise<Outcome<QueryRun>> {
  const opened = await openGrant(base, person, requestId);
  if (!opened.ok) return opened;
  const grant = opened.value;
  const key = await base.keys.ofGrant(requestId);
  const checked = check(base, grant, input, redactorFor(key, redactionSettings(base.config, grant.terms)));
  if (!checked.ok) return withEvidence(base, grant, input, checked.refusal);

  const { pushdown, run } = prepare(base, person, grant, input, checked.value);
  const details = await describeRun(base, grant, run);
  const [{ copied }] = await Promise.all([
    recordFirst(base, cause, 'query.started', details),
    base.runs.insert(run),
  ]);
  const started = await base.starter.start(
    { request: grant, expiresAt: grant.expiresAt, cause },
    {
      logGroups: run.logGroups,
      query: pushdown.pushdown,
      fromMs: run.fromMs,
      toMs: run.toMs,
      limit: pushdown.pushdownLimit,
    },
  );
  if (!started.ok) {
    await copied;
    await base.runs.advance(run, { ...run, state: 'failed' });
    await record(base, cause, 'query.failed', { ...details, outcome: 'failure', code: started.reason });
    return started.reason === 'busy'
      ? refuse('too-many-queries', 'CloudWatch Logs runs as many queries as it can; try again in a minute.', {
          requestId,
        })
      : refuse('query-failed', 'CloudWatch Logs did not take the query; simplify it and try again.', {
          requestId,
        });
  }

  // In this order: whoever closes the grant after it was read again finds the query id and stops the query.
  const running: QueryRun = { ...run, state: 'running', queryId: started.queryId };
  const kept = await base.runs.advance(run, running);
  // Only now, so that a failure here leaves a query that closing the grant can still stop.
  await copied;
  const closed = await closedMeanwhile(base, requestId);
  if (kept && !closed) return done(running);
  await base.stopper.stop(requestId, started.queryId);
  if (kept) await base.runs.advance(running, { ...running, state: 'stopped' });
  await record(base, cause, 'query.stopped', details);
  return closed ?? refuse('grant-not-open', 'This access was ended while the query started.', { requestId });
}

/** What was asked belongs into the event of its refusal, redacted like any query. */
async function withEvidence(
  base: Starting,
  grant: ActiveGrant,
  input: QueryInput,
  refusal: Refusal,
): Promise<Outcome<never>> {
  const key = await base.keys.ofGrant(grant.id);
  const evidence = {
    ...(await describeRequest(base, grant)),
    query: redactQuery(
      redactorFor(key, redactionSettings(base.config, grant.terms)),
      input.query.slice(0, 10_000),
    ),
    query_mac: evidenceMac(key, input.query),
  };
  return { ok: false, refusal: { ...refusal, evidence } };
}

interface Checked {
  scope: Scope;
  logGroups: readonly string[];
  toMs: number;
  plan: Plan;
}

function check(base: Starting, grant: ActiveGrant, input: QueryInput, redactor: Redactor): Outcome<Checked> {
  const scope = scopeNamed(base.config, grant.terms.scope);
  if (!scope) return refuse('grant-not-open', 'The scope of this access is no longer configured.');
  const about = { requestId: grant.id };

  const allowed = grant.terms.logGroups.filter((name) => scope.logGroups.includes(name));
  const outside = input.logGroups?.filter((name) => !allowed.includes(name)) ?? [];
  if (outside.length > 0) {
    return refuse(
      'log-group-outside-scope',
      `Not in “${scope.name}”: ${outside.join(', ')}. It holds ${allowed.join(', ')}.`,
      {
        ...about,
        errors: [{ field: 'logGroups', message: `only ${allowed.join(', ')}` }],
      },
    );
  }

  const now = base.clock.now();
  const earliestMs = now - scope.maxLookbackSeconds * 1000;
  if (
    input.fromMs >= input.toMs ||
    input.fromMs < earliestMs - clockSkewMs ||
    input.toMs > now + clockSkewMs
  ) {
    const detail = `The range must begin before it ends, at most ${formatDuration(scope.maxLookbackSeconds)} ago, and not end in the future (got ${new Date(input.fromMs).toISOString()} to ${new Date(input.toMs).toISOString()}).`;
    return refuse('time-outside-window', detail, {
      ...about,
      errors: [{ field: 'from', message: 'outside the window' }],
    });
  }

  const admitted = admit(input.query);
  if (!admitted.ok) {
    const errors = admitted.errors.map(({ message, line, column, offset, length }) => ({
      field: 'query',
      message,
      line,
      column,
      offset,
      length,
    }));
    return refuse('query-refused', errors[0]?.message ?? 'The query is not allowed.', { ...about, errors });
  }
  const guessing = refuseGuessing(admitted.query, redactor);
  if (guessing) return guessing;
  return done({
    scope,
    logGroups: input.logGroups ?? allowed,
    toMs: Math.min(input.toMs, now),
    plan: planUnder(scope, grant, admitted.query, redactor),
  });
}

function prepare(base: Starting, person: Person, grant: ActiveGrant, input: QueryInput, checked: Checked) {
  const run: QueryRun = {
    requestId: grant.id,
    handle: `q-${base.ids.secret()}`,
    person: person.key,
    text: input.query,
    fromMs: input.fromMs,
    toMs: checked.toMs,
    logGroups: checked.logGroups,
    startedAt: base.clock.now(),
    state: 'starting',
  };
  return { pushdown: checked.plan, run };
}
