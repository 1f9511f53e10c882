import type { AccessRequest, Call, Me } from '../client/api.ts';
import { isOpen } from '../client/request-states.ts';
import { timeLeft } from '../client/times.ts';
import { useAction } from '../client/use-action.ts';
import { FailureNote } from './failure-note.tsx';
import { Terms } from './terms.tsx';

interface OpenAccessProps {
  requests: AccessRequest[];
  now: number;
  call: Call;
  me: Me;
  onDone: (said: string) => void;
}

/** Who is looking at what now; supervisors can end any of it at once. */
export function OpenAccess({ requests, now, call, me, onDone }: OpenAccessProps) {
  const open = requests.filter((request) => isOpen(request, now));
  return (
    <section aria-labelledby="open-title" id="open">
      <h2 id="open-title">All open access</h2>
      {open.length === 0 && <p>Nobody has access now.</p>}
      {open.map((request) => (
        <OpenGrant
          key={request.id}
          request={request}
          now={now}
          call={call}
          onDone={onDone}
          canRevoke={me.supervisor}
        />
      ))}
    </section>
  );
}

interface OpenGrantProps extends Omit<OpenAccessProps, 'requests' | 'me'> {
  request: AccessRequest;
  canRevoke: boolean;
}

function OpenGrant({ request, now, call, onDone, canRevoke }: OpenGrantProps) {
  const action = useAction();
  const { id, scope, requesterName } = request;
  const revoke = () =>
    void action.run(
      () => call('revokeGrant', { params: { id }, body: {} }),
      () => onDone(`You have ended the access of ${requesterName} to ${scope}.`),
    );
  return (
    <article class="request" data-testid={`open-${id}`} aria-labelledby={`${id}-open`}>
      <h3 id={`${id}-open`}>
        {requesterName} sees {scope}
      </h3>
      <p>{timeLeft(request.expiresAt ?? '', now)} left</p>
      <details>
        <summary>Terms</summary>
        <Terms request={request} now={now} withPerson={true} />
      </details>
      <FailureNote failure={action.failure} />
      {canRevoke && (
        <p class="actions">
          <button type="button" name="revoke" class="danger" aria-disabled={action.busy} onClick={revoke}>
            Revoke<span class="visually-hidden"> the access of {requesterName}</span>
          </button>
        </p>
      )}
    </article>
  );
}
