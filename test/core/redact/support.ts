import { createHmac } from 'node:crypto';
import { createRedactor, type Redactor, type RedactorOptions } from '../../../core/redact/engine.ts';
import { createPseudonymize } from '../../../core/redact/pseudonym.ts';

const pseudonymize = createPseudonymize((message) =>
  createHmac('sha256', 'a key of the tests').update(message).digest(),
);

export function redactorWith(options: Partial<RedactorOptions> = {}): Redactor {
  return createRedactor({ level: 'standard', pseudonymize, ...options });
}

export const redactor: Redactor = redactorWith();

export const aMask = /\[[a-z0-9_.-]+:(?:[0-9a-hjkmnp-tv-z]{12}|…)\]/g;

/** The text with `[type]` for each mask, so that expectations stay readable. */
export function shape(text: string): string {
  return text.replace(/\[([a-z0-9_.-]+):(?:[0-9a-hjkmnp-tv-z]{12}|…)\]/g, '[$1]');
}
