import { formatDuration } from '../../core/duration.ts';
import { lastRanges, type RangeForm } from '../client/time-range.ts';
import { Field } from './field.tsx';

interface TimeRangeProps {
  range: RangeForm;
  maxLookbackSeconds: number | undefined;
  error: string | undefined;
  onChange: (change: Partial<RangeForm>) => void;
}

/** A range that ends now, or two moments in UTC. */
export function TimeRange({ range, maxLookbackSeconds, error, onChange }: TimeRangeProps) {
  const hint = maxLookbackSeconds && `This scope looks back ${formatDuration(maxLookbackSeconds)} at most.`;
  return (
    <div class="range">
      <Field name="range" label="Time range" hint={hint || undefined} error={error}>
        {(attributes) => (
          <select
            {...attributes}
            value={range.choice}
            onChange={(event) => onChange({ choice: event.currentTarget.value })}
          >
            {Object.entries(lastRanges).map(([choice, { title, seconds }]) => (
              <option key={choice} value={choice} disabled={seconds > (maxLookbackSeconds ?? seconds)}>
                {title}
              </option>
            ))}
            <option value="custom">From … to …</option>
          </select>
        )}
      </Field>
      {range.choice === 'custom' &&
        (['from', 'to'] as const).map((end) => (
          <Field key={end} name={end} label={end === 'from' ? 'From (UTC)' : 'To (UTC)'}>
            {(attributes) => (
              <input
                {...attributes}
                type="datetime-local"
                step="any"
                value={range[end]}
                onInput={(event) => onChange({ [end]: event.currentTarget.value })}
              />
            )}
          </Field>
        ))}
    </div>
  );
}
