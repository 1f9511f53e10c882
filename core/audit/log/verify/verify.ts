import { eventMoment, isEventKey, isOfDays } from '../event-keys.ts';
import { treeHashing } from '../merkle.ts';
import { skewMs, windowMs } from '../times.ts';
import type { Checking } from './checking.ts';
import { checkCopies } from './copies.ts';
import type { Logged } from './event.ts';
import { checkGaps, type Head, readHeads } from './heads.ts';
import type { History } from './histories.ts';
import { logObjects } from './log-objects.ts';
import { walkManifests } from './manifests.ts';
import type { VerifyOptions } from './options.ts';
import { Pairing } from './pairing.ts';
import { type Listener, Report, type Tally } from './report.ts';
import { ServedCheck } from './served.ts';
import type { EvidenceStore } from './store.ts';
import { DerivedTree } from './tree.ts';

/**
 * Verifies evidence: that every head is signed and of one history, that the manifests give that history, that every event is in it
 * as it was written, and that nothing hides or is hidden. What is wrong is told to the listener, never thrown; only a
 * store that cannot be read throws.
 *
 * Memory grows with the number of heads and manifests and with disorder, not with the number of events.
 *
 * @returns what was looked at; the evidence is clean if there are no findings
 */
export async function verifyEvidence(
  store: EvidenceStore,
  options: VerifyOptions,
  listener: Listener,
): Promise<Readonly<Tally>> {
  const report = new Report(listener);
  const checking: Checking = { store, options, report };
  const hashing = treeHashing(options.sha256);
  // In this order a log that grows meanwhile stays sound: each is vouched for by what is read after it.
  const served = await ServedCheck.open(checking, hashing);
  const objects = await logObjects(checking);
  const heads = await readHeads(objects.heads, checking);
  checkGaps(heads, checking);
  served?.checkAge(heads);
  report.tally.expected = heads.reduce((size, head) => Math.max(size, head.size), 0);

  const tree = new DerivedTree(served ? [...heads, served.head] : heads, hashing, report);
  const pairing = new Pairing(checking);
  let uncovered: { index: number; key: string } | undefined;
  for await (const { manifest, key, follows } of walkManifests(objects.manifests, checking)) {
    if (!follows) tree.break();
    for (const [offset, entry] of manifest.entries.entries()) {
      const index = manifest.first + offset;
      const { nextHeadMs: signedMs } = tree;
      if (follows) {
        const bytes = tree.append(entry);
        await served?.append(bytes);
      }
      report.tally.entries += 1;
      if (isEventKey(entry.key)) {
        if (follows && signedMs === undefined) uncovered ??= { index, key: entry.key };
        const { versionId, sha256 } = entry;
        if (!options.days || isOfDays(entry.key, options.days)) {
          await pairing.take(entry.key, { index, versionId, sha256, signedMs });
        }
      } else {
        report.find({ code: 'entry-no-event', key: entry.key, index, detail: `named in ${key}` });
      }
    }
  }
  tree.finish();
  checkCovered(uncovered, heads, checking);
  await reportLost(await pairing.finish(), objects.manifests, checking);
  await checkCopies(checking);
  return report.tally;
}

/** Reports entries that no head vouches for although there has been time. */
function checkCovered(
  uncovered: { index: number; key: string } | undefined,
  heads: readonly Head[],
  { options, report }: Checking,
): void {
  if (!uncovered || heads.length === 0) return;
  const { index, key } = uncovered;
  const madeMs = eventMoment(key);
  if (madeMs > options.nowMs - windowMs - skewMs) return;
  const detail = `none vouches for the entries from ${index} on, made at ${new Date(madeMs).toISOString()}`;
  report.find({ code: 'checkpoint-gap', index, detail });
}

/** Reports entries whose event was not met: it is gone, or an entry before has it. */
async function reportLost(
  lost: ReadonlyMap<string, Logged>,
  manifests: readonly History[],
  checking: Checking,
): Promise<void> {
  if (lost.size === 0) return;
  const repeated = new Set<string>();
  // The manifests have been reported on already.
  const quiet = { ...checking, report: new Report({ found: () => {} }) };
  for await (const { manifest } of walkManifests(manifests, quiet)) {
    for (const [offset, { key }] of manifest.entries.entries()) {
      const index = lost.get(key)?.index;
      if (index !== undefined && index !== manifest.first + offset) repeated.add(key);
    }
  }
  for (const [key, { index }] of lost) {
    checking.report.find(
      repeated.has(key)
        ? { code: 'entry-repeated', key, index, detail: 'named before' }
        : { code: 'event-missing', key, index, detail: 'not there' },
    );
  }
}
