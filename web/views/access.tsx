import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type AccessLists, loadAccessLists, pollWaitMs } from '../client/access-lists.ts';
import type { Call, Me } from '../client/api.ts';
import { announceArrivals, announceChanges } from '../client/request-states.ts';
import { useNow } from '../client/use-now.ts';
import { usePolling } from '../client/use-polling.ts';
import { FailureNote } from './failure-note.tsx';
import { Heading } from './heading.tsx';
import { MyRequest } from './my-request.tsx';
import { OpenAccess } from './open-access.tsx';
import { ToDecide } from './to-decide.tsx';

/** One's requests, those that wait for one's decision, and all open access for those who watch over it. */
export function Access({ call, me }: { call: Call; me: Me }) {
  const load = useCallback(() => loadAccessLists(call, me), [call, me]);
  const { value: lists, failure, refresh } = usePolling(load, pollWaitMs);
  const now = useNow();
  const news = useNews(lists);
  const newsLine = useRef<HTMLParagraphElement>(null);
  const [done, setDone] = useState('');
  const onDone = (said: string) => {
    setDone(said);
    // The button that was pressed goes away with its request.
    newsLine.current?.focus();
    refresh();
  };

  return (
    <>
      <Heading>My access</Heading>
      <p id="news" ref={newsLine} tabIndex={-1} role="status" class="news">
        {[done, ...news].filter(Boolean).join(' ')}
      </p>
      <FailureNote failure={failure} also={lists && 'What you see below may be out of date.'} />
      {!lists && !failure && <p role="status">One moment…</p>}
      {lists && lists.toDecide.length > 0 && (
        <section aria-labelledby="to-decide-title" id="to-decide">
          <h2 id="to-decide-title">Waiting for your decision</h2>
          {lists.toDecide.map((request) => (
            <ToDecide key={request.id} request={request} now={now} call={call} onDone={onDone} />
          ))}
        </section>
      )}
      {lists && (
        <section aria-labelledby="mine-title" id="mine">
          <h2 id="mine-title">What you asked for</h2>
          {lists.mine.length === 0 && (
            <p>
              Nothing yet. <a href="/">Ask for access</a> to see logs.
            </p>
          )}
          {lists.mine.map((request, index) => (
            <MyRequest
              key={request.id}
              request={request}
              now={now}
              call={call}
              onDone={onDone}
              isNewest={index === 0}
            />
          ))}
        </section>
      )}
      {lists?.open && <OpenAccess requests={lists.open} now={now} call={call} me={me} onDone={onDone} />}
    </>
  );
}

/** What has changed since the list before, in words for the live region. */
function useNews(lists: AccessLists | undefined): string[] {
  const before = useRef<AccessLists>(undefined);
  const [news, setNews] = useState<string[]>([]);
  useEffect(() => {
    if (!lists) return;
    const said = [
      ...announceChanges(before.current?.mine, lists.mine, Date.now()),
      ...announceArrivals(before.current?.toDecide, lists.toDecide),
    ];
    before.current = lists;
    if (said.length > 0) setNews(said);
  }, [lists]);
  return news;
}
