import { useState } from 'preact/hooks';
import type { Session } from '../client/session.ts';

/** Leaves for the issuer; `?as=alice` in the address is passed on as a hint who it is. */
export function SignInButton({ session, label = 'Sign in' }: { session: Session; label?: string }) {
  const [state, setState] = useState<'ready' | 'leaving' | 'failed'>('ready');
  const signIn = () => {
    setState('leaving');
    const hint = new URLSearchParams(location.search).get('as') ?? undefined;
    session.signIn(location.pathname, hint).catch(() => setState('failed'));
  };
  return (
    <>
      <button type="button" id="sign-in" class="primary" disabled={state === 'leaving'} onClick={signIn}>
        {state === 'leaving' ? 'Going to the sign-in…' : label}
      </button>
      {state === 'failed' && (
        <p role="alert" class="error">
          The sign-in service cannot be reached. Try again in a moment.
        </p>
      )}
    </>
  );
}
