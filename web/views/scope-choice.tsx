import { formatDuration } from '../../core/duration.ts';
import type { Scope } from '../client/api.ts';
import { describedByOf, FieldError } from './field.tsx';

interface ScopeChoiceProps {
  scopes: Scope[];
  chosen: string;
  error: string | undefined;
  onChoose: (name: string) => void;
}

/** The scopes one may ask for, each with what an engineer should know before asking. */
export function ScopeChoice({ scopes, chosen, error, onChoose }: ScopeChoiceProps) {
  return (
    <fieldset class="scopes" aria-describedby={describedByOf('scope', undefined, error) || undefined}>
      <legend>What you need to see</legend>
      {scopes.map((scope) => (
        <label key={scope.name} class="scope">
          <input
            type="radio"
            name="scope"
            value={scope.name}
            checked={scope.name === chosen}
            aria-invalid={error ? 'true' : undefined}
            onChange={() => onChoose(scope.name)}
          />
          <span>
            <strong>{scope.title}</strong> <Sensitivity level={scope.sensitivity} />
            <small>
              {scope.name}, of {scope.owner}. {redactionNames[scope.redaction]}. Opens for{' '}
              {formatDuration(scope.maxDurationSeconds)} at most, looks back{' '}
              {formatDuration(scope.maxLookbackSeconds)}.
            </small>
            <small class="log-groups">{scope.logGroups.join(' ')}</small>
          </span>
        </label>
      ))}
      <FieldError name="scope" error={error} />
    </fieldset>
  );
}

const redactionNames: Record<Scope['redaction'], string> = {
  standard: 'Standard redaction',
  strict: 'Strict redaction: searching is limited to known whole values',
};

export function Sensitivity({ level }: { level: Scope['sensitivity'] }) {
  return <span class={`tag ${level}`}>{level} sensitivity</span>;
}
