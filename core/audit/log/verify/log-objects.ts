import { checkpointPrefix } from '../checkpoint.ts';
import { logPrefix, manifestPrefix } from '../manifest.ts';
import type { Checking } from './checking.ts';
import { type History, histories } from './histories.ts';
import { manifestPlace } from './manifests.ts';

/** What is under `log/`, without what does not belong there. */
export async function logObjects(checking: Checking): Promise<{ heads: History[]; manifests: History[] }> {
  const objects: { heads: History[]; manifests: History[] } = { heads: [], manifests: [] };
  for await (const batch of histories(checking.store.versions(logPrefix), checking.report)) {
    for (const history of batch) {
      const { key } = history;
      if (key.startsWith(checkpointPrefix)) objects.heads.push(history);
      else if (key.startsWith(manifestPrefix) && manifestPlace(key) !== undefined)
        objects.manifests.push(history);
      else checking.report.find({ code: 'object-unexpected', key, detail: 'no key of the log' });
    }
  }
  return objects;
}
