import type { AccessRequest, Call } from '../client/api.ts';
import { describeState, isOpen, shownState } from '../client/request-states.ts';
import { moment } from '../client/times.ts';
import { useAction } from '../client/use-action.ts';
import { FailureNote } from './failure-note.tsx';
import { Terms } from './terms.tsx';

interface MyRequestProps {
  request: AccessRequest;
  now: number;
  call: Call;
  onDone: (said: string) => void;
  isNewest: boolean;
}

/** One of one's own requests, with what can be done about it. */
export function MyRequest({ request, now, call, onDone, isNewest }: MyRequestProps) {
  const action = useAction();
  const end = (route: 'cancelRequest' | 'releaseGrant', said: string) =>
    void action.run(
      () => call(route, { params: { id: request.id }, body: {} }),
      () => onDone(said),
    );
  const state = shownState(request, now);
  const isWaiting = request.state === 'pending' || request.state === 'approved';
  return (
    <article class="request" data-testid={request.id} aria-labelledby={`${request.id}-title`}>
      <h3 id={`${request.id}-title`}>{request.scope}</h3>
      <p>
        <strong id={isNewest ? 'request-state' : undefined} class={`state ${state}`} data-testid="state">
          {state}
        </strong>{' '}
        <span data-testid="state-detail">{describeState(request, now)}</span>
      </p>
      {request.review && <ReviewLine review={request.review} now={now} />}
      <details open={isNewest}>
        <summary>Terms</summary>
        <Terms request={request} now={now} withPerson={false} />
      </details>
      <FailureNote failure={action.failure} />
      <p class="actions">
        {isOpen(request, now) && (
          <>
            <a class="button primary" href={`/look/${request.id}`}>
              Look<span class="visually-hidden"> at {request.scope}</span>
            </a>
            <button
              type="button"
              name="release"
              aria-disabled={action.busy}
              onClick={() => end('releaseGrant', `You have handed ${request.scope} back.`)}
            >
              Hand back
            </button>
          </>
        )}
        {isWaiting && (
          <button
            type="button"
            name="cancel"
            aria-disabled={action.busy}
            onClick={() => end('cancelRequest', `You have taken the request for ${request.scope} back.`)}
          >
            Cancel
          </button>
        )}
      </p>
    </article>
  );
}

function ReviewLine({ review, now }: { review: NonNullable<AccessRequest['review']>; now: number }) {
  return (
    <p class="hint">
      {review.state === 'done'
        ? `Reviewed by ${review.by ?? 'somebody'}: ${review.outcome === 'justified' ? 'justified' : 'not justified'}${review.note ? `, “${review.note}”` : ''}.`
        : `The review of this broken glass is ${review.state}, until ${moment(review.dueAt, now)}.`}
    </p>
  );
}
