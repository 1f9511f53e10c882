import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Edge, type ServedFile } from '../../core/audit/log/edge.ts';
import { entryBytes } from '../../core/audit/log/manifest.ts';
import { type Sha256, treeHashing } from '../../core/audit/log/merkle.ts';
import type { ProvableLog } from '../../core/audit/log/prove.ts';

/** Writes the log in the layout that public tools read (C2SP tlog-tiles), as far as its newest head goes. */
export async function writeServed(folder: string, log: ProvableLog, sha256: Sha256): Promise<void> {
  const edge = new Edge(treeHashing(sha256));
  const write = async ({ path, bytes }: ServedFile) => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  };
  for await (const { entry } of log.entries()) {
    for (const file of edge.append(entryBytes(entry))) await write(file);
  }
  const head = new TextEncoder().encode(log.head.note);
  for (const file of [...edge.partial(), { path: 'checkpoint', bytes: head }]) await write(file);
}
