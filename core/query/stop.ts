import { type ForPeople, loadFor } from '../access/load.ts';
import type { AccessRequest } from '../access/request.ts';
import type { Cause } from '../audit/cause.ts';
import { record } from '../audit/record.ts';
import type { Person } from '../policy/directory.ts';
import type { Base, QueryStopper, RunStore } from '../ports.ts';
import { done, type Outcome } from '../refusal.ts';
import { describeRun, noSuchQuery } from './describe.ts';
import { hasEnded, type QueryRun } from './run.ts';

type Stopping = Base & { runs: RunStore; stopper: QueryStopper };

/** Stops one's own query. One that has ended already stays as it ended. */
export async function stopQuery(
  base: ForPeople & Stopping,
  person: Person,
  cause: Cause,
  requestId: string,
  handle: string,
): Promise<Outcome<QueryRun>> {
  const loaded = await loadFor(base, person, 'releaseGrant', requestId);
  if (!loaded.ok) return loaded;
  const run = await base.runs.get(requestId, handle);
  if (!run) return noSuchQuery(requestId, handle);
  return done(await stop(base, loaded.value, cause, run));
}

/** Stops everything that still runs under a request whose access is over. */
export async function stopRunning(base: Stopping, request: AccessRequest, cause: Cause): Promise<void> {
  for (const run of await base.runs.ofRequest(request.id)) await stop(base, request, cause, run);
}

/** A run that has no query id yet is only marked: whoever starts it looks again and stops it then. */
async function stop(base: Stopping, request: AccessRequest, cause: Cause, run: QueryRun): Promise<QueryRun> {
  if (hasEnded(run)) return run;
  const stopped: QueryRun = { ...run, state: 'stopped' };
  if (!(await base.runs.advance(run, stopped)))
    return (await base.runs.get(run.requestId, run.handle)) ?? stopped;
  if (run.queryId !== undefined) await base.stopper.stop(request.id, run.queryId);
  await record(base, cause, 'query.stopped', await describeRun(base, request, run));
  return stopped;
}
