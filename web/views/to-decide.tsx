import { useState } from 'preact/hooks';
import type { AccessRequest, Call } from '../client/api.ts';
import { timeLeft } from '../client/times.ts';
import { useAction } from '../client/use-action.ts';
import { FailureNote } from './failure-note.tsx';
import { Field } from './field.tsx';
import { Terms } from './terms.tsx';

interface ToDecideProps {
  request: AccessRequest;
  now: number;
  call: Call;
  onDone: (said: string) => void;
}

/** A request of somebody else, with the yes and the no. The decision names the terms that are on the screen. */
export function ToDecide({ request, now, call, onDone }: ToDecideProps) {
  const action = useAction();
  const [note, setNote] = useState('');
  const { id, termsDigest, scope, requesterName } = request;
  const decide = (decision: 'approve' | 'deny') =>
    void action.run(
      () =>
        call('decideRequest', {
          params: { id },
          body: { decision, termsDigest, ...(note.trim() && { note }) },
        }),
      () =>
        onDone(`You have ${decision === 'approve' ? 'approved' : 'denied'} ${scope} for ${requesterName}.`),
    );
  return (
    <article class="request" data-testid={id} aria-labelledby={`${id}-decide`}>
      <h3 id={`${id}-decide`}>
        {requesterName} asks for {scope}
      </h3>
      <Terms request={request} now={now} withPerson={true} />
      {request.decideBy && <p class="hint">Lapses in {timeLeft(request.decideBy, now)}.</p>}
      <Field
        name={`note-${id}`}
        label="Note (optional)"
        hint="The person who asked sees it, and it is recorded."
      >
        {(attributes) => (
          <input
            {...attributes}
            class="wide"
            type="text"
            autoComplete="off"
            maxLength={2_000}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        )}
      </Field>
      <FailureNote failure={action.failure} />
      <p class="actions">
        <button
          type="button"
          name="approve"
          class="primary"
          aria-disabled={action.busy}
          onClick={() => decide('approve')}
        >
          Approve
        </button>
        <button type="button" name="deny" aria-disabled={action.busy} onClick={() => decide('deny')}>
          Deny
        </button>
      </p>
    </article>
  );
}
