import type { Context } from './context.ts';
import { CliError } from './errors.ts';
import type { AccessRequest } from './output/request.ts';
import { visible } from './output/visible.ts';

type State = AccessRequest['state'];

/** The id as given, or that of the caller's newest request in one of these states; which one is said beside the result. */
export async function idOrNewest(
  context: Context,
  id: string | undefined,
  states?: readonly State[],
): Promise<string> {
  return id ?? (await newest(context, states)).id;
}

async function newest(context: Context, states?: readonly State[]): Promise<AccessRequest> {
  const { requests } = await context.api('listRequests', { query: { view: 'mine' } });
  const suitable = requests
    .filter(({ state }) => !states || states.includes(state))
    .sort((a, b) => since(b).localeCompare(since(a)));
  const [first] = suitable;
  if (!first) throw new CliError('nothing-suitable', noneMessage(states));
  if (suitable.length > 1) {
    context.terminal.note(
      `${suitable.length} of your requests would do; this is about the newest, ${first.id} (${visible(first.scope)}).`,
    );
  }
  return first;
}

function since(request: AccessRequest): string {
  return request.grantedAt ?? request.submittedAt;
}

function noneMessage(states?: readonly State[]): string {
  const ask = "Ask for access: vitrine request SCOPE --for 30m --reason 'WHY'";
  if (!states) return `you have no requests. ${ask}`;
  if (states.length === 1 && states[0] === 'active') return `you have no open access. ${ask} --wait`;
  return `none of your requests is ${states.join(' or ')}. ${ask}`;
}
