import type { Cause } from '../core/audit/cause.ts';
import { record } from '../core/audit/record.ts';
import { redactorFor } from '../core/audit/redacted-text.ts';
import { redactionSettings } from '../core/policy/redaction.ts';
import type { Base } from '../core/ports.ts';
import type { Refusal } from '../core/refusal.ts';
import { metrics } from './observability.ts';

/** Records a refusal before it is answered. Field values of the caller may be in the words, so they are redacted. */
export async function recordRefusal(
  base: Base,
  cause: Cause,
  refusal: Omit<Refusal, 'code'> & { code: string },
): Promise<void> {
  metrics.addMetric('Refusals', 'Count', 1);
  const key = await base.keys.ofGrant(refusal.requestId ?? 'installation');
  await record(base, cause, 'access.refused', {
    ...(refusal.requestId !== undefined && { request_id: refusal.requestId }),
    ...refusal.evidence,
    outcome: 'refused',
    code: refusal.code,
    detail: redactorFor(key, redactionSettings(base.config, { redaction: 'strict' })).redact(refusal.detail)
      .text,
  });
}
