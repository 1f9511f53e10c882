import type { Failure } from '../client/failure.ts';

/** One failure, said where it happened. An ended session is said once, above everything. */
export function FailureNote({ failure, also }: { failure: Failure | undefined; also?: string | undefined }) {
  if (!failure || failure.kind === 'session-ended') return null;
  return <Problems messages={also ? [failure.message, also] : [failure.message]} />;
}

export function Problems({ messages }: { messages: string[] }) {
  if (messages.length === 0) return null;
  return (
    <div role="alert" class="error">
      {messages.map((message) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}
