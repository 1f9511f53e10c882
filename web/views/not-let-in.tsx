import type { Failure } from '../client/failure.ts';
import { Heading } from './heading.tsx';

/** What is shown instead of the views when the API does not say who this is. */
export function NotLetIn({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  if (failure.kind === 'session-ended') return null;
  if (failure.kind === 'unknown-person') {
    return (
      <>
        <Heading>You are not known here</Heading>
        <p role="alert">{failure.message}</p>
        <p>
          Your sign-in worked, but nobody has entered you among the people of this installation. Ask the
          platform team to add you, or sign out and sign in as somebody else.
        </p>
      </>
    );
  }
  return (
    <>
      <Heading>That did not work</Heading>
      <p role="alert">{failure.message}</p>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </>
  );
}
