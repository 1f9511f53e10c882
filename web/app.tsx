import { useEffect, useState } from 'preact/hooks';
import { navigate } from './client/navigation.ts';
import { Session } from './client/session.ts';
import { loadSiteConfig } from './client/site-config.ts';
import { Heading } from './views/heading.tsx';
import { SignedIn } from './views/signed-in.tsx';
import { SignedOut } from './views/signed-out.tsx';

type Start =
  | { state: 'starting' }
  | { state: 'broken'; message: string }
  | { state: 'signed-out'; session: Session; message?: string }
  | { state: 'signed-in'; session: Session };

/** Finds out who is there, and shows the sign-in or the views. */
export function App() {
  const [start, setStart] = useState<Start>({ state: 'starting' });
  useEffect(() => {
    begin().then(setStart, (error: unknown) => setStart({ state: 'broken', message: messageOf(error) }));
  }, []);

  switch (start.state) {
    case 'starting':
      return (
        <main>
          <p role="status">One moment…</p>
        </main>
      );
    case 'broken':
      return (
        <main>
          <Heading>Vitrine cannot start</Heading>
          <p role="alert">{start.message}</p>
          <button type="button" onClick={() => location.reload()}>
            Try again
          </button>
        </main>
      );
    case 'signed-out':
      return <SignedOut session={start.session} message={start.message} />;
    case 'signed-in':
      return <SignedIn session={start.session} />;
  }
}

async function begin(): Promise<Start> {
  const config = await loadSiteConfig();
  // The issuer knows one address to send people back to, and the sign-in is kept per origin.
  const site = new URL(config.siteUrl);
  if (site.origin !== location.origin) {
    location.replace(`${site.origin}${location.pathname}${location.search}`);
    return { state: 'starting' };
  }
  const session = new Session(config);
  if (location.pathname === '/signed-in') {
    try {
      navigate(await session.finishSignIn(), 'replace');
    } catch (error) {
      navigate('/', 'replace');
      return { state: 'signed-out', session, message: `The sign-in did not work: ${messageOf(error)}` };
    }
  }
  return (await session.isSignedIn()) ? { state: 'signed-in', session } : { state: 'signed-out', session };
}

function messageOf(error: unknown): string {
  if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) {
    return 'The server cannot be reached. Look at your network connection and try again.';
  }
  return error instanceof Error ? error.message : String(error);
}
