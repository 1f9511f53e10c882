import { redactLiterals } from '../insights/literals.ts';
import type { Query } from '../insights/syntax.ts';
import type { Redactor } from '../redact/engine.ts';
import { type Outcome, refuse } from '../refusal.ts';

/** As many known values as one may look for at once. */
const maxHiddenValues = 20;

/**
 * Refuses a query that names many values which redaction hides.
 *
 * Threat: whoever knows a value may look for it, as that is what debugging needs. Values of which there are few, such as
 * telephone numbers of one block, could be tried by thousands in one query, and their pseudonyms compared.
 */
export function refuseGuessing(query: Query, redactor: Redactor): Outcome<never> | undefined {
  const hidden = new Set<string>();
  redactLiterals(query, (text) => {
    const redacted = redactor.redact(text).text;
    if (redacted !== text) hidden.add(text);
    return redacted;
  });
  if (hidden.size <= maxHiddenValues) return undefined;
  const detail = `A query may name ${maxHiddenValues} values that are hidden in the logs, not ${hidden.size}: ask for fewer at once.`;
  return refuse('query-refused', detail, { errors: [{ field: 'query', message: detail }] });
}
