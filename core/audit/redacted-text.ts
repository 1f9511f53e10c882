import type { AccessRequest } from '../access/request.ts';
import type { GrantKey, Keys } from '../ports.ts';
import { createRedactor, type Redactor } from '../redact/engine.ts';
import { createPseudonymize } from '../redact/pseudonym.ts';
import type { EventDetails } from './event.ts';

type Level = AccessRequest['terms']['redaction'];

const redactors = new WeakMap<GrantKey, Map<Level, Redactor>>();

/** The redactor of a grant: pseudonyms under its key, so that they agree within the grant and not across grants. */
export function redactorFor(key: GrantKey, level: Level): Redactor {
  const byLevel = redactors.get(key) ?? new Map<Level, Redactor>();
  redactors.set(key, byLevel);
  const known = byLevel.get(level);
  if (known) return known;
  const pseudonymize = createPseudonymize((message) => key.mac('pseudonym', message));
  const redactor = createRedactor({ level, pseudonymize });
  byLevel.set(level, redactor);
  return redactor;
}

/** HMAC of an exact text under the grant's key, in hexadecimal: proves later what a redacted text was. */
export function evidenceMac(key: GrantKey, text: string): string {
  return key.mac('evidence', text).reduce((hex, byte) => hex + byte.toString(16).padStart(2, '0'), '');
}

/** What every event of a request says about it. Nothing that must one day be forgotten is in it in the clear. */
export async function describeRequest(
  keys: Keys,
  request: Pick<AccessRequest, 'id' | 'terms' | 'termsDigest'>,
): Promise<EventDetails> {
  const { terms } = request;
  const key = await keys.ofGrant(request.id);
  const redactor = redactorFor(key, terms.redaction);
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
  keys: Keys,
  request: Pick<AccessRequest, 'id' | 'terms'>,
  note: string | undefined,
): Promise<{ note?: string }> {
  if (note === undefined || note === '') return {};
  const key = await keys.ofGrant(request.id);
  return { note: redactorFor(key, request.terms.redaction).redact(note).text };
}
