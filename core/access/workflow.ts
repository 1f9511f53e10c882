import { scopeNamed } from '../policy/config.ts';
import type { Base, TokenStore, WaitingTasks, WaitStage, Workflow } from '../ports.ts';
import { flushOutbox } from './outbox.ts';
import type { AccessRequest } from './request.ts';

/** Makes the evidence of a new request durable, then starts its workflow. Safe to repeat. */
export async function ensureWorkflow(
  base: Base & { workflow: Workflow },
  request: AccessRequest,
): Promise<AccessRequest> {
  const flushed = await flushOutbox(base, request);
  if (flushed.workflow === 'started') return flushed;
  await base.workflow.start({
    requestId: flushed.id,
    kind: flushed.terms.kind,
    correlationId: flushed.correlationId,
    approvalWindowSeconds: approvalWindowSeconds(base, flushed),
  });
  const started: AccessRequest = { ...flushed, version: flushed.version + 1, workflow: 'started' };
  // When somebody decided meanwhile the mark is left to the sweeper: starting twice is harmless.
  return (await base.requests.replace(started)) ? started : flushed;
}

/** Wakes the workflow where it waits. A task that has not stored its token yet re-reads the state when it does. */
export async function wake(
  base: { tokens: TokenStore; waiting: WaitingTasks },
  request: AccessRequest,
  stage: WaitStage,
): Promise<void> {
  const taskToken = await base.tokens.getTask(request.id, stage);
  if (taskToken !== undefined) await base.waiting.complete(taskToken, { state: request.state });
}

function approvalWindowSeconds(base: Base, request: AccessRequest): number {
  const configured = scopeNamed(base.config, request.terms.scope)?.approvalWindowSeconds ?? 1;
  if (request.state !== 'pending') return configured;
  return Math.max(1, Math.ceil((request.decideBy - base.clock.now()) / 1000));
}
