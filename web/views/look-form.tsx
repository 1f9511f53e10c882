import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AccessRequest, Call } from '../client/api.ts';
import { type RangeForm, readRange, toExactInput, toInput } from '../client/time-range.ts';
import { useDraft } from '../client/use-draft.ts';
import { useQuery } from '../client/use-query.ts';
import { Field } from './field.tsx';
import { QueryRefusal } from './query-refusal.tsx';
import { ResultTable } from './result-table.tsx';
import { TimeRange } from './time-range.tsx';

interface LookFormProps {
  call: Call;
  person: string;
  grant: AccessRequest;
  isOpen: boolean;
  maxLookbackSeconds: number | undefined;
}

const initial = {
  query: 'fields @timestamp, @message\n| sort @timestamp desc\n| limit 50',
  choice: '1h',
  from: '',
  to: '',
};

/** The query, its time range, and what came of it. */
export function LookForm({ call, person, grant, isOpen, maxLookbackSeconds }: LookFormProps) {
  const [draft, change] = useDraft(`look.${person}`, initial);
  const [rangeError, setRangeError] = useState<string>();
  const { query, run, stop, more } = useQuery(call);
  const textarea = useRef<HTMLTextAreaElement>(null);
  const isRunning = query.state === 'running';
  const failure = query.state === 'refused' ? query.failure : undefined;
  const serverRangeError = failure?.errors.some(({ field }) => field === 'from' || field === 'to')
    ? failure.message
    : undefined;

  useLayoutEffect(() => {
    const place = failure?.errors.find(({ offset }) => offset !== undefined);
    if (place?.offset === undefined || !textarea.current) return;
    textarea.current.focus();
    textarea.current.setSelectionRange(place.offset, place.offset + (place.length ?? 0));
  }, [failure]);

  const start = (form = draft) => {
    if (isRunning || !isOpen || draft.query.trim() === '') return;
    const range = readRange(form, Date.now());
    setRangeError(range.ok ? undefined : range.message);
    if (range.ok) void run(grant.id, { query: draft.query, from: range.from, to: range.to });
  };
  const changeRange = (changed: Partial<RangeForm>) => {
    setRangeError(undefined);
    change({ ...changed, ...(changed.choice === 'custom' && !draft.from && lastHour()) });
  };

  const goOn = ({ from, to }: { from: string; to: string }) => {
    const rest = { ...draft, choice: 'custom', from: toExactInput(from), to: toExactInput(to) };
    change(rest);
    start(rest);
  };

  return (
    <>
      <form
        id="look-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <TimeRange
          range={draft}
          maxLookbackSeconds={maxLookbackSeconds}
          error={rangeError ?? serverRangeError}
          onChange={changeRange}
        />
        <Field
          name="query"
          label="Query"
          hint="CloudWatch Logs Insights. Searching works on what is redacted: whole values and pseudonyms can be found, pieces of a hidden value cannot. Ctrl+Enter runs it."
        >
          {(attributes) => (
            <textarea
              {...attributes}
              ref={textarea}
              class="code"
              rows={5}
              maxLength={10_000}
              spellcheck={false}
              autoCapitalize="none"
              autoComplete="off"
              value={draft.query}
              onInput={(event) => change({ query: event.currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
                event.preventDefault();
                start();
              }}
            />
          )}
        </Field>
        <p class="actions">
          <button type="submit" id="run" class="primary" aria-disabled={isRunning || !isOpen}>
            Run
          </button>
          <button type="button" id="stop" aria-disabled={!isRunning} onClick={stop}>
            Stop
          </button>
        </p>
      </form>
      <p id="query-state" role="status">
        {isRunning && 'Running… rows come when it is complete.'}
        {query.state === 'stopped' && 'Stopped.'}
      </p>
      {query.state === 'refused' && !serverRangeError && (
        <QueryRefusal failure={query.failure} query={query.query} />
      )}
      {query.state === 'complete' && (
        <ResultTable key={query.params.handle} results={query.results} onMore={more} onRange={goOn} />
      )}
    </>
  );
}

/** What the two ends begin with when they are chosen by hand. */
function lastHour(): Pick<RangeForm, 'from' | 'to'> {
  const now = Date.now();
  return { from: toInput(now - 3_600_000), to: toInput(now) };
}
