import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { type Answer, type Call, createCall, type Me } from '../client/api.ts';
import { useRoute } from '../client/navigation.ts';
import type { Route } from '../client/route.ts';
import type { Session } from '../client/session.ts';
import { forgetDrafts } from '../client/use-draft.ts';
import { Access } from './access.tsx';
import { Ask } from './ask.tsx';
import { Heading } from './heading.tsx';
import { Look } from './look.tsx';
import { NotLetIn } from './not-let-in.tsx';
import { SignInButton } from './sign-in-button.tsx';

/** The frame around the views: who is signed in, where one can go, and whether the session still lives. */
export function SignedIn({ session }: { session: Session }) {
  const route = useRoute();
  const [ended, setEnded] = useState(false);
  const [me, setMe] = useState<Answer<Me>>();
  const call = useMemo(
    () =>
      createCall(
        () => session.accessToken(),
        ({ kind }) => kind === 'session-ended' && setEnded(true),
      ),
    [session],
  );
  const findOut = useCallback(() => void call('whoAmI', {}).then(setMe), [call]);
  useEffect(findOut, [findOut]);
  const signOut = () => {
    forgetDrafts();
    void session.signOut();
  };

  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header>
        <a class="brand" href="/">
          Vitrine
        </a>
        <nav aria-label="Views">
          <NavLink path="/" isHere={route.view === 'ask'} label="Ask" />
          <NavLink path="/access" isHere={route.view === 'access'} label="My access" />
          <NavLink path="/look" isHere={route.view === 'look'} label="Look" />
        </nav>
        <div class="who">
          {me?.ok && (
            <span id="me" title={me.value.email}>
              {me.value.name}
            </span>
          )}
          <button type="button" id="sign-out" class="quiet" onClick={signOut}>
            Sign out
          </button>
        </div>
      </header>
      {ended && (
        <div role="alert" class="banner" id="session-ended">
          <p>Your sign-in has ended. What you typed is kept: sign in again and go on.</p>
          <SignInButton session={session} label="Sign in again" />
        </div>
      )}
      <main id="main" tabIndex={-1}>
        {!me && <p role="status">One moment…</p>}
        {me?.ok === false && <NotLetIn failure={me.failure} onRetry={findOut} />}
        {me?.ok && <View route={route} call={call} me={me.value} />}
      </main>
    </>
  );
}

function NavLink({ path, isHere, label }: { path: string; isHere: boolean; label: string }) {
  return (
    <a href={path} aria-current={isHere ? 'page' : undefined}>
      {label}
    </a>
  );
}

function View({ route, call, me }: { route: Route; call: Call; me: Me }) {
  switch (route.view) {
    case 'ask':
    case 'signed-in':
      return <Ask call={call} person={me.person} />;
    case 'access':
      return <Access call={call} me={me} />;
    case 'look':
      return <Look call={call} person={me.person} requestId={route.requestId} />;
    case 'unknown':
      return (
        <>
          <Heading>There is no such page</Heading>
          <p>
            Perhaps you want to <a href="/">ask for access</a> or see <a href="/access">your access</a>.
          </p>
        </>
      );
  }
}
