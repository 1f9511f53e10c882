import type { Client } from '../../contract/client.ts';
import { eventually, type Site } from './running-stack.ts';

type Submission = Parameters<typeof submitBody>[0];
const submitBody = (body: {
  scope?: string;
  reason?: string;
  durationSeconds?: number;
  ticket?: string;
  breakGlass?: { category: 'outage' };
}) => ({ scope: 'checkout-prod', reason: '5xx spike after deploy 812', durationSeconds: 1800, ...body });

/** Asks for a view as somebody. */
export async function ask(site: Site, person = 'alice', submission: Submission = {}) {
  const client = await site.client(person);
  return client('submitRequest', { body: submitBody(submission) });
}

/** Asks as one person, approves as another, and waits until it is open. */
export async function open(
  site: Site,
  options: { person?: string; approver?: string; submission?: Submission } = {},
) {
  const { person = 'alice', approver = 'bob', submission = {} } = options;
  const request = await ask(site, person, submission);
  const decide = await site.client(approver);
  await decide('decideRequest', {
    params: { id: request.id },
    body: { decision: 'approve', termsDigest: request.termsDigest },
  });
  const client = await site.client(person);
  return untilState(client, request.id, 'active');
}

/** Waits until a request is in a state. */
export function untilState(client: Client, id: string, state: string, withinMs?: number) {
  return eventually(
    () => client('getRequest', { params: { id } }),
    (request) => request.state === state,
    withinMs,
  );
}

export const lastHours = (hours: number) => ({
  from: new Date(Date.now() - hours * 3_600_000).toISOString(),
  to: new Date().toISOString(),
});

/** Runs a query to its end and gives the last answer. */
export async function look(client: Client, id: string, query: string, hours = 2) {
  const started = await client('startQuery', { params: { id }, body: { query, ...lastHours(hours) } });
  const params = { id, handle: started.id };
  return eventually(
    () => client('getResults', { params }),
    ({ state }) => state !== 'running',
  );
}
