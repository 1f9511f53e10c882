import type { Workflow } from '../ports.ts';
import type { Closing } from './close.ts';
import type { AccessRequest } from './request.ts';
import { expire, lapse } from './settle.ts';
import { ensureWorkflow } from './workflow.ts';

/** Items looked at in one run; the next run, a minute later, takes the rest. */
const batch = 100;
/** How long the workflow is given to tidy up before the sweeper does. */
const graceMs = 120_000;

export interface Swept {
  attended: number;
  settled: number;
  failures: { requestId: string; error: unknown }[];
}

/**
 * Does what was left behind by something that died: flushes outboxes, starts missing executions, and closes what is over
 * when no workflow did. One item's failure does not keep the others waiting.
 */
export async function sweep(base: Closing & { workflow: Workflow }): Promise<Swept> {
  const swept: Swept = { attended: 0, settled: 0, failures: [] };
  for (const request of await base.requests.needingAttention(batch)) {
    if (await attempt(swept, request, () => attend(base, request.id))) swept.attended++;
  }
  const overdueAt = base.clock.now() - graceMs;
  for (const request of await base.requests.byState('pending', batch)) {
    if (request.state !== 'pending' || request.decideBy > overdueAt) continue;
    if (await attempt(swept, request, () => lapse(base, request.id))) swept.settled++;
  }
  for (const request of await base.requests.byState('active', batch)) {
    if (request.state !== 'active' || request.expiresAt > overdueAt) continue;
    if (await attempt(swept, request, () => expire(base, request.id))) swept.settled++;
  }
  return swept;
}

/** The list may lag behind, so the item is read afresh. */
async function attend(base: Closing & { workflow: Workflow }, id: string): Promise<void> {
  const request = await base.requests.get(id);
  if (request) await ensureWorkflow(base, request);
}

async function attempt(swept: Swept, request: AccessRequest, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    swept.failures.push({ requestId: request.id, error });
    return false;
  }
}
