import { useCallback } from 'preact/hooks';
import type { AccessRequest, Answer, Call, Scope } from '../client/api.ts';
import { navigate } from '../client/navigation.ts';
import { isOpen } from '../client/request-states.ts';
import { timeLeft } from '../client/times.ts';
import { useNow } from '../client/use-now.ts';
import { usePolling } from '../client/use-polling.ts';
import { FailureNote } from './failure-note.tsx';
import { Field } from './field.tsx';
import { Heading } from './heading.tsx';
import { LookForm } from './look-form.tsx';

interface LookProps {
  call: Call;
  person: string;
  requestId: string | undefined;
}

/** Chooses the open access to look through, and looks. */
export function Look({ call, person, requestId }: LookProps) {
  const load = useCallback(() => loadLook(call), [call]);
  const { value, failure } = usePolling(load, grantPollMs);
  const now = useNow();
  const open = value?.requests.filter((request) => isOpen(request, now)) ?? [];
  const wanted = value?.requests.find(({ id }) => id === requestId);
  // An access that ended while it was looked through stays on the screen, as it explains what happened.
  const grant = requestId === undefined ? open[0] : wanted;
  const scope = value?.scopes.find(({ name }) => name === grant?.scope);

  return (
    <>
      <Heading>Look</Heading>
      <FailureNote failure={failure} />
      {!value && !failure && <p role="status">Looking what is open to you…</p>}
      {value && !grant && <NothingOpen isWrongId={requestId !== undefined} />}
      {grant && open.length > 1 && (
        <Field name="grant" label="Through which access">
          {(attributes) => (
            <select
              {...attributes}
              value={grant.id}
              onChange={(event) => navigate(`/look/${event.currentTarget.value}`, 'replace')}
            >
              {open.map(({ id, scope, expiresAt }) => (
                <option key={id} value={id}>
                  {scope}, {timeLeft(expiresAt ?? '', now)} left
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {grant && (
        <>
          <GrantLine grant={grant} now={now} />
          <LookForm
            key={grant.id}
            call={call}
            person={person}
            grant={grant}
            isOpen={isOpen(grant, now)}
            maxLookbackSeconds={scope?.maxLookbackSeconds}
          />
        </>
      )}
    </>
  );
}

function GrantLine({ grant, now }: { grant: AccessRequest; now: number }) {
  return isOpen(grant, now) ? (
    <p id="grant-state">
      <strong>{grant.scope}</strong> is open to you for another {timeLeft(grant.expiresAt ?? '', now)}.{' '}
      <span class="log-groups">{grant.logGroups.join(' ')}</span>
    </p>
  ) : (
    <p id="grant-state" role="alert" class="error">
      This access to {grant.scope} is not open{grant.closedReason ? `: it was ${grant.closedReason}` : ''}.{' '}
      <a href="/">Ask for a new one.</a>
    </p>
  );
}

function NothingOpen({ isWrongId }: { isWrongId: boolean }) {
  return (
    <p id="nothing-open">
      {isWrongId ? 'This is not an access of yours.' : 'Nothing is open to you now.'}{' '}
      <a href="/">Ask for access</a> or see <a href="/access">what you asked for</a>.
    </p>
  );
}

interface LookLists {
  requests: AccessRequest[];
  scopes: Scope[];
}

async function loadLook(call: Call): Promise<Answer<LookLists>> {
  const [listed, scopes] = await Promise.all([
    call('listRequests', { query: { view: 'mine' } }),
    call('listScopes', {}),
  ]);
  if (!listed.ok) return listed;
  if (!scopes.ok) return scopes;
  return { ok: true, value: { requests: listed.value.requests, scopes: scopes.value.scopes } };
}

/** A revoked access shows within seconds; every query asks the server anyway. */
const grantPollMs = () => 5_000;
