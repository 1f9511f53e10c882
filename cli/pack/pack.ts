import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evidenceCopy, servedCopy } from '../../adapters/files/evidence-copy.ts';
import { filesBelow } from '../../adapters/files/files-below.ts';
import { saveEvidence } from '../../adapters/files/save-evidence.ts';
import { sha256Bytes } from '../../adapters/system/bytes.ts';
import type { NoteChecking } from '../../core/audit/log/checkpoint.ts';
import { verifierKey } from '../../core/audit/log/note.ts';
import { type ProveFault, provableLog } from '../../core/audit/log/prove.ts';
import { provenEvents } from '../../core/audit/log/proven-events.ts';
import type { Tally } from '../../core/audit/log/verify/report.ts';
import type { EvidenceStore } from '../../core/audit/log/verify/store.ts';
import { reportsPrefix } from '../../core/audit/review/store.ts';
import type { Days } from '../../core/day.ts';
import { rulesKey } from '../../core/policy/rules.ts';
import { uncheckedOf } from '../evidence/verdict.ts';
import { type PackedEvents, writeEvents } from './events.ts';
import { writeFindings } from './findings.ts';
import { packReadme } from './readme.ts';
import { writeServed } from './served.ts';
import { sha256Of, writeSums } from './sums.ts';

export interface Packing {
  checking: NoteChecking;
  days: Days;
  retentionDays: number | undefined;
  expireDays: number | undefined;
  /** When the evidence was as the source has it. Milliseconds since the epoch. */
  asOfMs: number;
  copied: (done: number, all: number) => void;
  proven: (done: number, all: number) => void;
}

export interface Pack {
  tally: Readonly<Tally>;
  events: PackedEvents;
}

/**
 * Fills a folder that is not there yet with the events of some days and all that proving them takes. Everything but the copy itself
 * is made from the copy, so that what is verified is what is packed.
 *
 * @returns why nothing can be proven, if so
 */
export async function fillPack(
  source: EvidenceStore,
  folder: string,
  { checking, days, retentionDays, expireDays, asOfMs, copied, proven }: Packing,
): Promise<Pack | ProveFault> {
  const [evidence, served] = [join(folder, 'evidence'), join(folder, 'served')];
  await saveEvidence(source, evidence, { asOfMs, days, progressed: copied });
  const store = evidenceCopy(evidence);
  const log = await provableLog(store, checking);
  if (typeof log === 'string') return log;
  await writeServed(served, log, checking.sha256);
  const options = { ...checking, nowMs: asOfMs, retentionDays, expireDays, days, served: servedCopy(served) };
  const tally = await writeFindings(folder, store, options);
  const { size } = log.head.checkpoint;
  const found = provenEvents(log, store, { days, sha256: checking.sha256 });
  const events = await writeEvents(folder, found, (index) => proven(index, size));
  await writeFile(join(folder, 'vkey'), `${verifierKey(checking.key, sha256Bytes)}\n`);
  const readme = packReadme({
    days,
    options,
    tally,
    unchecked: uncheckedOf(store, options, tally),
    events,
    lackingRules: await lackingRules(evidence, events),
    reports: reportsIn(evidence),
    knowsVersions: store.knowsVersions,
  });
  await writeFile(join(folder, 'README.md'), readme);
  await writeSums(folder);
  return { tally, events };
}

/** The versions of the rules that events name and whose text is not there, or not the one that is meant. */
async function lackingRules(evidence: string, { rules }: PackedEvents): Promise<string[]> {
  const lacking: string[] = [];
  for (const version of rules.keys()) {
    const file = join(evidence, rulesKey(version));
    if (!existsSync(file) || (await sha256Of(file)) !== version) lacking.push(version);
  }
  return lacking;
}

function reportsIn(evidence: string): string[] {
  const folder = join(evidence, reportsPrefix);
  return existsSync(folder) ? [...filesBelow(folder)] : [];
}
