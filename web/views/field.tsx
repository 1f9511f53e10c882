import type { ComponentChildren } from 'preact';

interface FieldProps {
  name: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Gets the attributes that tie the control to its label, hint and error. */
  children: (attributes: ControlAttributes) => ComponentChildren;
}

interface ControlAttributes {
  id: string;
  name: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
}

/** A labelled control with its hint and, when something is wrong, the error beside it. */
export function Field({ name, label, hint, error, children }: FieldProps) {
  const describedBy = describedByOf(name, hint, error);
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children({
        id: name,
        name,
        ...(describedBy && { 'aria-describedby': describedBy }),
        ...(error && { 'aria-invalid': 'true' }),
      })}
      {hint && (
        <p id={`${name}-hint`} class="hint">
          {hint}
        </p>
      )}
      <FieldError name={name} error={error} />
    </div>
  );
}

export function FieldError({ name, error }: { name: string; error?: string | undefined }) {
  if (!error) return null;
  return (
    <p id={`${name}-error`} class="error">
      {error}
    </p>
  );
}

export function describedByOf(name: string, hint: string | undefined, error: string | undefined): string {
  return [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
}
