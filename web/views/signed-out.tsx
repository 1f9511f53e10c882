import type { Session } from '../client/session.ts';
import { Heading } from './heading.tsx';
import { SignInButton } from './sign-in-button.tsx';

export function SignedOut({ session, message }: { session: Session; message?: string | undefined }) {
  return (
    <main class="narrow">
      <Heading>Vitrine</Heading>
      <p>
        A look at production logs: a narrow view, for a stated reason, for a limited time. What you see is
        redacted, and that you looked is recorded.
      </p>
      {message && (
        <p role="alert" class="error">
          {message}
        </p>
      )}
      <SignInButton session={session} />
    </main>
  );
}
