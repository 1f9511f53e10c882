import type { AccessRequest } from '../access/request.ts';
import type { EventDetails } from '../audit/event.ts';
import { redactQuery } from '../audit/redacted-query.ts';
import { describeRequest, evidenceMac, redactorFor } from '../audit/redacted-text.ts';
import { redactionSettings } from '../policy/redaction.ts';
import type { Base } from '../ports.ts';
import { type Outcome, refuse } from '../refusal.ts';
import type { QueryRun } from './run.ts';

/** What every event of a query says about it. */
export async function describeRun(base: Base, grant: AccessRequest, run: QueryRun): Promise<EventDetails> {
  const key = await base.keys.ofGrant(grant.id);
  return {
    ...(await describeRequest(base, grant)),
    log_groups: [...run.logGroups],
    query_handle: run.handle,
    query: redactQuery(redactorFor(key, redactionSettings(base.config, grant.terms)), run.text),
    query_mac: evidenceMac(key, run.text),
    query_from: new Date(run.fromMs).toISOString(),
    query_to: new Date(run.toMs).toISOString(),
  };
}

export function noSuchQuery(requestId: string, handle: string): Outcome<never> {
  return refuse('not-found', `There is no query ${handle} under this grant.`, { requestId });
}
