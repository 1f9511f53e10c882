import type { Input, Output } from '../contract/client.ts';
import type { Context } from './context.ts';
import { CliError } from './errors.ts';
import { interruptedStatus } from './host.ts';
import { rowTable } from './output/rows.ts';
import { visible } from './output/visible.ts';
import { allPages } from './pages.ts';
import { patiently, poll } from './poll.ts';

type Results = Output<'getResults'>;
type Handle = { id: string; handle: string };

/** CloudWatch ends a query after 60 minutes. */
const limitMs = 65 * 60_000;

/**
 * Runs a query under a grant and prints its rows to the last page. Returns the exit status. Ctrl-C stops the query on the
 * server as well, where it would go on reading logs, and costing money, for nobody.
 */
export async function runQuery(
  context: Context,
  id: string,
  body: Input<'startQuery'>['body'],
): Promise<number> {
  const { api, host } = context;
  const interrupt = host.catchInterrupt();
  const { signal } = interrupt;
  try {
    // Not given up when interrupted: without the handle that it brings, nothing could be stopped.
    const started = await api('startQuery', { params: { id }, body });
    const at = { id, handle: started.id };
    const polled = await poll(host, {
      read: () => api('getResults', { params: at }),
      finished: ({ state }) => state !== 'running',
      pauseMs: (reading) => Math.min(2_000, 200 * 2 ** reading),
      limitMs,
      signal,
    });
    if (polled.outcome !== 'finished') return await stop(context, at, polled.outcome);
    const { value } = polled;
    if (value.state !== 'complete') throw new CliError('query-ended', `the query is ${value.state}`);
    return await printResults(context, at, { first: value, started, signal });
  } finally {
    interrupt.end();
  }
}

async function stop(
  { api, terminal }: Context,
  at: Handle,
  outcome: 'interrupted' | 'timed-out',
): Promise<number> {
  const { state } = await api('stopQuery', { params: at });
  if (outcome === 'timed-out') throw new CliError('gave-up', `the query took too long; it is ${state} now`);
  terminal.note(`The query is ${state}.`);
  return interruptedStatus;
}

async function printResults(
  { api, host, terminal }: Context,
  at: Handle,
  given: { first: Results; started: Output<'startQuery'>; signal: AbortSignal },
): Promise<number> {
  const { first, started, signal } = given;
  const print = rowTable(terminal, first.columns);
  const redactions = new Map<string, number>();
  const notices = new Set<string>();
  let count = 0;
  const pages = allPages((pageToken) =>
    pageToken
      ? patiently(host, () => api('getResults', { params: at, query: { pageToken } }), signal)
      : Promise.resolve(first),
  );
  for await (const page of pages) {
    if (signal.aborted) return interruptedStatus;
    count += page.rows.length;
    print(page.rows.map((row) => new Map(Object.entries(row))));
    for (const [type, times] of Object.entries(page.redactions)) {
      redactions.set(type, (redactions.get(type) ?? 0) + times);
    }
    for (const notice of noticesOf(page)) notices.add(notice);
  }
  const hidden = [...redactions].map(([type, times]) => `${type} ${times}`).join(', ');
  terminal.note(
    `${count} row${count === 1 ? '' : 's'} from ${started.from} to ${started.to}${hidden ? visible(`; redacted: ${hidden}`) : ''}`,
  );
  for (const notice of notices) terminal.note(visible(notice));
  return 0;
}

function noticesOf({ notice, unread, hints }: Results): string[] {
  const goOn = unread && `To go on: --from ${unread.from} --to ${unread.to}`;
  return [notice, goOn, ...hints].filter((each) => each !== undefined);
}
