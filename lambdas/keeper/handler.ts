import type { ForPeople } from '../../core/access/load.ts';
import { hold, type Keeping } from '../../core/audit/hold.ts';
import type { Timeline } from '../../core/ports.ts';
import { done } from '../../core/refusal.ts';
import { apiHandler, type Operations } from '../api.ts';

/** Legal holds: what is kept beyond its time. */
export function keeperHandler(
  base: ForPeople & { timeline: Timeline; keeping: Keeping },
  originSecret: () => Promise<string>,
) {
  const operations: Operations<'keeper'> = {
    async holdRequest({ person, cause, params, body }) {
      const { hold: on, reason, after } = body;
      const held = await hold(base, person, cause, params.id, { on, reason, after });
      return held.ok ? done({ id: params.id, held: on, ...held.value }) : held;
    },
  };
  return apiHandler(base, originSecret, operations);
}
