import { emergencyCategories } from '../../contract/schemas.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Scope } from '../client/api.ts';
import { type AskErrors, type AskForm, breaksGlass, categoryNames } from '../client/ask-form.ts';
import { Field } from './field.tsx';
import { ScopeChoice } from './scope-choice.tsx';

interface AskFieldsProps {
  form: AskForm;
  scopes: Scope[];
  errors: AskErrors;
  onChange: (change: Partial<AskForm>) => void;
}

/** The fields of the form; which of them there are depends on the scope. */
export function AskFields({ form, scopes, errors, onChange }: AskFieldsProps) {
  const scope = scopes.find(({ name }) => name === form.scope);
  const isBreakGlass = breaksGlass(form, scope);
  const limit = scope && !isBreakGlass ? `, ${formatDuration(scope.maxDurationSeconds)} at most` : '';
  return (
    <>
      <ScopeChoice
        scopes={scopes}
        chosen={form.scope}
        error={errors.scope}
        onChoose={(name) => onChange({ scope: name, breakGlass: false })}
      />
      <Field
        name="duration"
        label="For how long"
        hint={`Such as 30m or 1h30m${limit}`}
        error={errors.duration}
      >
        {(attributes) => (
          <input
            {...attributes}
            type="text"
            size={10}
            autoComplete="off"
            autoCapitalize="none"
            maxLength={20}
            value={form.duration}
            onInput={(event) => onChange({ duration: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        name="reason"
        label="Why"
        hint="The approver and the auditor read this: what you are after, and for whom. At least 10 characters."
        error={errors.reason}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            rows={3}
            maxLength={2_000}
            value={form.reason}
            onInput={(event) => onChange({ reason: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field name="ticket" label="Ticket (optional)" hint="Such as OPS-1234" error={errors.ticket}>
        {(attributes) => (
          <input
            {...attributes}
            type="text"
            size={20}
            autoComplete="off"
            maxLength={100}
            value={form.ticket}
            onInput={(event) => onChange({ ticket: event.currentTarget.value })}
          />
        )}
      </Field>
      {scope?.breakGlass && <BreakGlass {...{ form, scope, errors, onChange }} />}
    </>
  );
}

function BreakGlass({ form, scope, errors, onChange }: Omit<AskFieldsProps, 'scopes'> & { scope: Scope }) {
  const isChosen = breaksGlass(form, scope);
  return (
    <fieldset class="break-glass">
      <legend>Emergency</legend>
      <p class="hint" id="breakGlass-hint">
        Breaking the glass opens the access at once, without an approver. Everybody responsible is alerted
        now, and somebody must review afterwards what it was for.
        {!scope.canRequest && ' It is the only way in for you here.'}
      </p>
      <label class="choice">
        <input
          type="checkbox"
          name="breakGlass"
          checked={isChosen}
          disabled={!scope.canRequest}
          aria-describedby="breakGlass-hint"
          onChange={(event) => onChange({ breakGlass: event.currentTarget.checked })}
        />
        Break the glass
      </label>
      {isChosen && (
        <Field name="category" label="What kind of emergency" error={errors.category}>
          {(attributes) => (
            <select
              {...attributes}
              value={form.category}
              onChange={(event) => onChange({ category: event.currentTarget.value })}
            >
              <option value="">Choose…</option>
              {emergencyCategories.map((category) => (
                <option key={category} value={category}>
                  {categoryNames[category]}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </fieldset>
  );
}
