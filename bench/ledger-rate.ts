import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { sha256Bytes, verifyEd25519 } from '../adapters/system/bytes.ts';
import { integrate } from '../core/audit/log/ledger.ts';

/** Events that wait for each run. */
export const eventsARun = 10_000;

interface StandIn {
  buckets: { evidence: string; served: string }[];
  keyId: string;
  environment: Record<string, string>;
}

/** A run of the ledger. */
interface Integration {
  /** Events a second. */
  rate: number;
  /** Processor time that the ledger itself took. */
  cpuMs: number;
}

/** How fast the ledger integrates against S3 and KMS of the stand-in, which run in another process; once a round. */
export async function integrations(rounds: number): Promise<Integration[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-bench-'));
  // The first round warms up.
  const args = [
    path.join(import.meta.dirname, 'ledger-stand-in.ts'),
    folder,
    String(eventsARun),
    String(rounds + 1),
  ];
  const standInProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const standIn = await announced(standInProcess.stdout);
    Object.assign(process.env, standIn.environment);
    const runs: Integration[] = [];
    for (const { evidence, served } of standIn.buckets) {
      runs.push(await integrated({ evidence, served, keyId: standIn.keyId }));
    }
    return runs.slice(1);
  } finally {
    standInProcess.kill();
    rmSync(folder, { recursive: true });
  }
}

async function integrated(names: { evidence: string; served: string; keyId: string }): Promise<Integration> {
  // Their clients read the environment when they are made.
  const { lockedLog, servedLog } = await import('../adapters/s3/log.ts');
  const { kmsSigner } = await import('../adapters/kms/signer.ts');
  const ledger = {
    locked: lockedLog(names.evidence),
    served: servedLog(names.served),
    signer: await kmsSigner(names.keyId, 'vitrine/bench'),
    mirrors: [],
    verify: verifyEd25519,
    sha256: sha256Bytes,
    now: Date.now,
  };
  const [started, before] = [performance.now(), process.cpuUsage()];
  const { added } = await integrate(ledger);
  if (added !== eventsARun) throw new Error(`${added} of ${eventsARun} events were integrated.`);
  const { user, system } = process.cpuUsage(before);
  return { rate: (added / (performance.now() - started)) * 1_000, cpuMs: (user + system) / 1_000 };
}

async function announced(output: NodeJS.ReadableStream): Promise<StandIn> {
  for await (const line of createInterface({ input: output })) return JSON.parse(line) as StandIn;
  throw new Error('The stand-in did not start.');
}
