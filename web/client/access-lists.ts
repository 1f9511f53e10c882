import type { AccessRequest, Answer, Call, Me } from './api.ts';
import { isMoving } from './request-states.ts';

/** The lists of the access view; `open` only for those who may see it. */
export interface AccessLists {
  mine: AccessRequest[];
  toDecide: AccessRequest[];
  open: AccessRequest[] | undefined;
}

export async function loadAccessLists(call: Call, me: Me): Promise<Answer<AccessLists>> {
  const seesOpen = me.supervisor || me.auditor;
  const [mine, toDecide, open] = await Promise.all([
    call('listRequests', { query: { view: 'mine' } }),
    call('listRequests', { query: { view: 'to-decide' } }),
    seesOpen ? call('listRequests', { query: { view: 'open' } }) : undefined,
  ]);
  if (!mine.ok) return mine;
  if (!toDecide.ok) return toDecide;
  if (open?.ok === false) return open;
  return {
    ok: true,
    value: {
      mine: newestFirst(mine.value.requests),
      toDecide: newestFirst(toDecide.value.requests).reverse(),
      open: open && newestFirst(open.value.requests),
    },
  };
}

/** Two seconds while something is moving, else ten: somebody may ask at any time. */
export function pollWaitMs({ mine, toDecide, open }: AccessLists): number {
  const moves = mine.some(isMoving) || toDecide.length > 0 || (open?.length ?? 0) > 0;
  return moves ? 2_000 : 10_000;
}

/** ISO times of one zone sort as text. */
function newestFirst(requests: AccessRequest[]): AccessRequest[] {
  return requests.toSorted((a, b) => (a.submittedAt < b.submittedAt ? 1 : -1));
}
