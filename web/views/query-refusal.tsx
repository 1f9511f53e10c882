import type { Failure } from '../client/failure.ts';
import { markError } from '../client/query-mark.ts';

/** Why a query was refused, with the place in its text. */
export function QueryRefusal({ failure, query }: { failure: Failure; query: string }) {
  if (failure.kind === 'session-ended') return null;
  const messages = failure.errors.length > 0 ? failure.errors : [{ message: failure.message }];
  return (
    <div id="query-error" role="alert" class="error">
      {messages.map((error) => {
        const marked = markError(query, error);
        return (
          <div key={`${error.offset ?? ''} ${error.message}`}>
            <p>{error.message}</p>
            {marked && (
              <pre class="code">
                {marked.before}
                <mark>{marked.marked || '⌁'}</mark>
                {marked.after}
              </pre>
            )}
          </div>
        );
      })}
      {failure.code === 'grant-not-open' && <a href="/">Ask for access again</a>}
    </div>
  );
}
