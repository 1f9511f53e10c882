import type { AccessRequest } from '../access/request.ts';
import { hex } from '../hex.ts';
import { redactionSettings } from '../policy/redaction.ts';
import type { Base, GrantKey } from '../ports.ts';
import { createRedactor, type Redactor } from '../redact/engine.ts';
import { createPseudonymize } from '../redact/pseudonym.ts';
import type { RedactionSettings } from '../redact/settings.ts';
import type { EventDetails } from './event.ts';

const redactors = new WeakMap<GrantKey, WeakMap<RedactionSettings, Redactor>>();

/** The redactor of a grant: pseudonyms under its key, so that they agree within the grant and not across grants. */
export function redactorFor(key: GrantKey, settings: RedactionSettings): Redactor {
  const bySettings = redactors.get(key) ?? new WeakMap<RedactionSettings, Redactor>();
  redactors.set(key, bySettings);
  const known = bySettings.get(settings);
  if (known) return known;
  const pseudonymize = createPseudonymize((message) => key.mac('pseudonym', message));
  const redactor = createRedactor({ ...settings, pseudonymize });
  bySettings.set(settings, redactor);
  return redactor;
}

/** HMAC of an exact text under the grant's key, in hexadecimal: proves later what a redacted text was. */
export function evidenceMac(key: GrantKey, text: string): string {
  return hex(key.mac('evidence', text));
}

type Redacting = Pick<Base, 'keys' | 'config'>;

/** What every event of a request says about it. Nothing that must one day be forgotten is in it in the clear. */
export async function describeRequest(
  { keys, config }: Redacting,
  request: Pick<AccessRequest, 'id' | 'terms' | 'termsDigest'>,
): Promise<EventDetails> {
  const { terms } = request;
  const key = await keys.ofGrant(request.id);
  const redactor = redactorFor(key, redactionSettings(config, terms));
  return {
    request_id: request.id,
    kind: terms.kind,
    scope: terms.scope,
    requester: terms.requester,
    log_groups: [...terms.logGroups],
    reason: redactor.redact(terms.reason).text,
    reason_mac: evidenceMac(key, terms.reason),
    ...(terms.ticket !== undefined && { ticket: redactor.redact(terms.ticket).text }),
    ...(terms.emergencyCategory !== undefined && { emergency_category: terms.emergencyCategory }),
    duration_seconds: terms.durationSeconds,
    terms_digest: request.termsDigest,
  };
}

/** A free text as it may stand in an event of this request. */
export async function redactNote(
  { keys, config }: Redacting,
  request: Pick<AccessRequest, 'id' | 'terms'>,
  note: string | undefined,
): Promise<{ note?: string }> {
  if (note === undefined || note === '') return {};
  const key = await keys.ofGrant(request.id);
  return { note: redactorFor(key, redactionSettings(config, request.terms)).redact(note).text };
}
