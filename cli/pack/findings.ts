import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyOptions } from '../../core/audit/log/verify/options.ts';
import type { Tally } from '../../core/audit/log/verify/report.ts';
import type { EvidenceStore } from '../../core/audit/log/verify/store.ts';
import { verifyEvidence } from '../../core/audit/log/verify/verify.ts';
import { visibleJson } from '../output/visible.ts';

/** Verifies what is packed, and writes what is wrong with it, a finding a line. */
export async function writeFindings(
  folder: string,
  store: EvidenceStore,
  options: VerifyOptions,
): Promise<Readonly<Tally>> {
  const lines: string[] = [];
  const tally = await verifyEvidence(store, options, {
    found: (finding) => lines.push(`${visibleJson(finding)}\n`),
  });
  await writeFile(join(folder, 'findings.jsonl'), lines.join(''), { flag: 'wx' });
  return tally;
}
