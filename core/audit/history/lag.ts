import { eventMoment } from '../log/event-keys.ts';
import type { Compaction } from './compact.ts';
import { endOfHour } from './files.ts';

/**
 * For how long, in milliseconds, the log has had events that the copy for SQL lacks; nought if it lacks none. An event that follows
 * quiet hours waits since it happened, one that came late only since anything was last taken.
 */
export async function historyLag({ store, now }: Pick<Compaction, 'store' | 'now'>): Promise<number> {
  const last = await store.newestRange();
  const [place] = await store.manifestPlaces(last?.end ?? 0);
  const manifest = place === undefined ? undefined : await store.manifest(place);
  const [waiting] = manifest?.entries ?? [];
  if (!waiting) return 0;
  const taken = last ? endOfHour(last.hour) : 0;
  return Math.max(0, now() - Math.max(taken, eventMoment(waiting.key)));
}
