import { type Assessment, assess, type Use } from '../audit/assess.ts';
import { workflowCause } from '../audit/cause.ts';
import type { EventDetails } from '../audit/event.ts';
import { redactorFor } from '../audit/redacted-text.ts';
import { scopeNamed } from '../policy/config.ts';
import { redactionSettings } from '../policy/redaction.ts';
import type { Base, RunStore } from '../ports.ts';
import { flushOutbox } from './outbox.ts';
import type { AccessRequest, InState } from './request.ts';
import { transition } from './transition.ts';

/** How often it is tried again when somebody else changes the request meanwhile. */
const maxAttempts = 5;

/**
 * Judges the use of a grant that is over, and records the verdicts with their reasons: once when it closes, and for a broken glass once more
 * when its review is done or overdue.
 */
export async function assessGrant(base: Base & { runs: RunStore }, id: string): Promise<void> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const found = await base.requests.get(id);
    if (!found) throw new Error(`There is no request ${id} to assess.`);
    const request = await flushOutbox(base, found);
    if (!isDue(request)) return;
    const assessment = assess(await useOf(base, request), base.config.assessment);
    const assessed = await transition(
      base,
      request,
      { ...statusOf(request), assessed: assessment.justified.verdict === 'open' ? 'until-review' : 'done' },
      {
        cause: workflowCause(request.correlationId),
        event: 'grant.assessed',
        details: detailsOf(assessment),
      },
    );
    if (assessed) return;
  }
  throw new Error(`Request ${id} changed ${maxAttempts} times while it was being assessed.`);
}

type Granted = InState<'closed'> & { grantedAt: number };

function isDue(request: AccessRequest): request is Granted {
  if (request.state !== 'closed' || request.grantedAt === undefined) return false;
  return (
    request.assessed === undefined || (request.assessed === 'until-review' && request.review?.state !== 'due')
  );
}

async function useOf(base: Base & { runs: RunStore }, request: Granted): Promise<Use> {
  const { terms, grantedAt, closedAt, closedReason, review } = request;
  const [key, runs] = await Promise.all([base.keys.ofGrant(request.id), base.runs.ofRequest(request.id)]);
  const redactor = redactorFor(key, redactionSettings(base.config, terms));
  return {
    terms,
    grantedAt,
    closedAt,
    closedReason,
    ...(review && { review }),
    queries: runs.map(({ startedAt, text, logGroups }) => ({ at: startedAt, text, logGroups })),
    plainFields: scopeNamed(base.config, terms.scope)?.plainFields ?? [],
    isHidden: (value) => redactor.redact(value).text !== value,
  };
}

function statusOf({ grantedAt, closedAt, closedReason, expiresAt, decision, review }: Granted) {
  return {
    state: 'closed',
    grantedAt,
    closedAt,
    closedReason,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(decision && { decision }),
    ...(review && { review }),
  } as const;
}

function detailsOf({ justified, purpose, prompt }: Assessment): EventDetails {
  return {
    assessed_justified: justified.verdict,
    assessed_purpose: purpose.verdict,
    assessed_prompt: prompt.verdict,
    findings: [
      ...justified.reasons.map((reason) => `justified: ${reason}`),
      ...purpose.reasons.map((reason) => `purpose: ${reason}`),
      ...prompt.reasons.map((reason) => `given up: ${reason}`),
    ],
  };
}
