import type { Days } from '../../../day.ts';
import { eventsPrefix, isOfDays, prefixesOf } from '../event-keys.ts';
import type { EvidenceStore, ObjectVersion } from './store.ts';

/** The versions of all events, or of those of some days, in batches. */
export async function* eventVersions(
  store: EvidenceStore,
  days: Days | undefined,
): AsyncGenerator<readonly ObjectVersion[]> {
  if (!days) {
    yield* store.versions(eventsPrefix);
    return;
  }
  for (const prefix of prefixesOf(days)) {
    for await (const batch of store.versions(prefix)) yield batch.filter(({ key }) => isOfDays(key, days));
  }
}
