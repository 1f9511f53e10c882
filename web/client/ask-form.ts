import type { Input } from '../../contract/client.ts';
import { type emergencyCategories, submitBody } from '../../contract/schemas.ts';
import { formatDuration, parseDuration } from '../../core/duration.ts';
import type { Scope } from './api.ts';
import type { Failure, ProblemError } from './failure.ts';

/** What is typed into the form, as it is typed. */
export type AskForm = {
  scope: string;
  duration: string;
  reason: string;
  ticket: string;
  breakGlass: boolean;
  category: string;
};
type AskField = 'scope' | 'duration' | 'reason' | 'ticket' | 'category';
export type AskErrors = Partial<Record<AskField, string>>;
type SubmitBody = Input<'submitRequest'>['body'];

export const emptyAskForm: AskForm = {
  scope: '',
  duration: '1h',
  reason: '',
  ticket: '',
  breakGlass: false,
  category: '',
};

export const categoryNames: Record<(typeof emergencyCategories)[number], string> = {
  outage: 'Outage',
  'data-loss': 'Data loss',
  'security-incident': 'Security incident',
  'customer-harm': 'Harm to customers',
};

/** Whether the form breaks the glass: by choice, or because nothing else is open to this person. */
export function breaksGlass(form: AskForm, scope: Scope | undefined): boolean {
  return scope?.breakGlass === true && (form.breakGlass || !scope.canRequest);
}

/** Reads the form by the contract's own schema; every field that is wrong gets one message. */
export function readAskForm(
  form: AskForm,
  scopes: readonly Scope[],
): { ok: true; body: SubmitBody } | { ok: false; errors: AskErrors } {
  const scope = scopes.find(({ name }) => name === form.scope);
  const seconds = parseDuration(form.duration.trim().toLowerCase());
  const isBreakGlass = breaksGlass(form, scope);
  const errors: AskErrors = {
    ...(!scope && { scope: 'Choose what you need to see.' }),
    ...durationError(seconds, isBreakGlass ? undefined : scope),
    ...(isBreakGlass && !form.category && { category: 'Say what kind of emergency it is.' }),
  };
  const parsed = submitBody.safeParse({
    scope: form.scope,
    reason: form.reason,
    ...(form.ticket.trim() && { ticket: form.ticket }),
    durationSeconds: seconds ?? 1,
    ...(isBreakGlass && { breakGlass: { category: form.category } }),
  });
  const fromSchema = parsed.success
    ? {}
    : split(parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))).byField;
  const all = { ...fromSchema, ...errors };
  return parsed.success && Object.keys(all).length === 0
    ? { ok: true, body: parsed.data }
    : { ok: false, errors: all };
}

function durationError(seconds: number | undefined, scope: Scope | undefined): AskErrors {
  if (seconds === undefined) return { duration: 'Write a duration such as 30m, 1h or 1h30m.' };
  if (scope && seconds > scope.maxDurationSeconds) {
    return { duration: `${scope.title} opens for ${formatDuration(scope.maxDurationSeconds)} at most.` };
  }
  return {};
}

const fields: Record<string, AskField> = {
  scope: 'scope',
  durationSeconds: 'duration',
  reason: 'reason',
  ticket: 'ticket',
  breakGlass: 'category',
  'breakGlass.category': 'category',
};

/** Sorts what the API says to the fields of the form; what belongs to none is for the form as a whole. */
export function splitFailure(failure: Failure | undefined): { byField: AskErrors; others: string[] } {
  if (!failure || failure.kind === 'session-ended') return { byField: {}, others: [] };
  const { errors, message } = failure;
  if (errors.length === 0) return { byField: {}, others: [message] };
  // The one rule that was broken is said better in the message than in its error.
  const [only] = errors;
  if (only && errors.length === 1 && failure.code !== 'invalid-input') return split([{ ...only, message }]);
  return split(errors);
}

/** The first error of a field counts. */
function split(errors: readonly ProblemError[]): { byField: AskErrors; others: string[] } {
  const byField: AskErrors = {};
  const others: string[] = [];
  for (const { field = '', message } of errors) {
    const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (known) byField[known] ??= message;
    else others.push(field && !message.startsWith(field) ? `${field}: ${message}` : message);
  }
  return { byField, others };
}
