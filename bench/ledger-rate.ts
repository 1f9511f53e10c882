import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { sha256Bytes, verifyEd25519 } from '../adapters/system/bytes.ts';
import { integrate } from '../core/audit/log/ledger.ts';

/** Events that wait for each run. */
const events = 10_000;

interface StandIn {
  buckets: { evidence: string; served: string }[];
  keyId: string;
  environment: Record<string, string>;
}

/** Events a second that the ledger integrates against S3 and KMS of the stand-in, which run in another process; one rate a round. */
export async function integrationRates(rounds: number): Promise<number[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-bench-'));
  // The first round warms up.
  const args = [
    path.join(import.meta.dirname, 'ledger-stand-in.ts'),
    folder,
    String(events),
    String(rounds + 1),
  ];
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const standIn = await announced(process_.stdout);
    Object.assign(process.env, standIn.environment);
    const rates: number[] = [];
    for (const { evidence, served } of standIn.buckets) {
      rates.push(await rateOf({ evidence, served, keyId: standIn.keyId }));
    }
    return rates.slice(1);
  } finally {
    process_.kill();
    rmSync(folder, { recursive: true });
  }
}

async function rateOf(names: { evidence: string; served: string; keyId: string }): Promise<number> {
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
  const started = performance.now();
  const { added } = await integrate(ledger);
  if (added !== events) throw new Error(`${added} of ${events} events were integrated.`);
  return (added / (performance.now() - started)) * 1_000;
}

async function announced(output: NodeJS.ReadableStream): Promise<StandIn> {
  for await (const line of createInterface({ input: output })) return JSON.parse(line) as StandIn;
  throw new Error('The stand-in did not start.');
}
