import type { Context } from './context.ts';
import { type AccessRequest, printRequest, stateOf } from './output/request.ts';
import { localTime } from './output/time.ts';
import { visible } from './output/visible.ts';
import { poll } from './poll.ts';

const everyMs = 1_000;
/** How much later than the window's end the server may close a request that nobody decided on. */
const graceMs = 2 * 60_000;

/**
 * Waits until a request is decided on and says how it ended. Returns the exit status: 0 when access is open.
 */
export async function waitForDecision(context: Context, request: AccessRequest): Promise<number> {
  const { host, terminal } = context;
  let shown = '';
  const announce = (state: AccessRequest): boolean => {
    const waiting = state.state === 'pending' || state.state === 'approved';
    const line = `${state.id}  ${stateOf(state, host.now())}`;
    if (waiting && line !== shown) terminal.note(line);
    shown = line;
    return !waiting;
  };
  const polled = announce(request)
    ? { outcome: 'finished' as const, value: request }
    : await poll(host, {
        read: () => context.api('getRequest', { params: { id: request.id } }),
        finished: announce,
        pauseMs: () => everyMs,
        limitMs: windowMs(request) + graceMs,
      });
  const last = polled.value ?? request;
  if (terminal.format === 'json') printRequest(terminal, last, host.now());
  else terminal.print(sentence(last, host.now()));
  return last.state === 'active' ? 0 : 1;
}

/** The length of the approval window, by the server's clock alone: this machine's may be wrong. */
function windowMs({ decideBy, submittedAt }: AccessRequest): number {
  return decideBy ? Math.max(0, Date.parse(decideBy) - Date.parse(submittedAt)) : 0;
}

function sentence(request: AccessRequest, nowMs: number): string {
  const { decision } = request;
  switch (request.state) {
    case 'active':
      return request.expiresAt ? `open until ${localTime(request.expiresAt, nowMs)} (local time)` : 'open';
    case 'denied':
      return `denied${decision ? ` by ${visible(decision.by)}` : ''}${decision?.note ? `: ${visible(decision.note)}` : ''}`;
    case 'lapsed':
      return 'lapsed: nobody decided in time. Ask again, or ask an approver.';
    case 'cancelled':
      return 'cancelled';
    case 'closed':
      return `closed${request.closedReason ? `: ${request.closedReason}` : ''}`;
    case 'pending':
    case 'approved':
      return `still ${request.state}; waited long enough. See: vitrine show ${request.id}`;
  }
}
