import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { writeLog } from './ledger-log.ts';
import { eventsARun, integrations } from './ledger-rate.ts';
import { median } from './statistics.ts';

/** Inclusion proofs that are made and checked. */
const proofs = 10_000;
/** Each figure is the median of so many runs. */
const rounds = Number(process.argv[4] ?? 3);

/** What a process that has read a log prints. */
interface Measured {
  root?: string;
  /** Proofs that lead to the root, or events that are what their entries say. */
  held: number;
  findings?: number;
  first?: unknown;
  ms: number;
  cpuMs: number;
  peakMegabytes: number;
}

/**
 * `npm run bench -- ledger [EVENTS] [ROUNDS]`: how many events a second get into the log, and how long checking a log of so many (a million)
 * takes, in the same run and on the same files as Go's own golang.org/x/mod/sumdb/tlog where Go is there.
 */
export default async function bench(): Promise<void> {
  const events = Number(process.argv[3] ?? 1_000_000);
  const load = loadavg()[0]?.toFixed(1);
  console.log(`Node ${process.version}; load ${load} on ${availableParallelism()} processors`);
  const runs = await integrations(rounds);
  const rates = runs.map(({ rate }) => rate);
  const cpuMs = median(runs.map((run) => run.cpuMs));
  console.log(
    `integrated into the local stand-in: ${median(rates).toFixed(0)} events/s (median of ${rates.map((rate) => rate.toFixed(0)).join(', ')}), processor time of the ledger ${((cpuMs / eventsARun) * 1_000).toFixed(0)} µs an event`,
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-bench-'));
  try {
    const started = performance.now();
    await writeLog(folder, events);
    console.log(`wrote a log of ${events} events in ${seconds(performance.now() - started)}`);
    compare(folder, events);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compare(folder: string, events: number): void {
  const served = path.join(folder, 'served');
  const go = buildGo(folder);
  const tree = [served, String(events), String(proofs)];
  const oneIn = Math.ceil(events / proofs);
  const ours = repeated(() => own('ledger-tree.ts', tree));
  show(`tree and ${proofs} proofs, Vitrine`, ours, Math.ceil(events / oneIn));
  if (go) {
    const theirs = repeated(() => ran(go, tree));
    show(`tree and ${proofs} proofs, Go’s sumdb/tlog`, theirs, Math.ceil(events / oneIn));
    if (ours.some(({ root }) => root !== theirs[0]?.root)) throw new Error('The two have different roots.');
    console.log(`  ${ratioOf(ours, theirs)}; both have the root ${theirs[0]?.root}`);
  }
  const verified = repeated(() => own('ledger-verify.ts', [folder, String(events)]));
  show('vitrine audit verify, all it does', verified, events);
  if (go) {
    const theirs = repeated(() => ran(go, [served, String(events), path.join(folder, 'evidence')]));
    show('Go: tree and digests of events only', theirs, events);
    console.log(`  ${ratioOf(verified, theirs)}`);
  }
}

function ratioOf(ours: readonly Measured[], theirs: readonly Measured[]): string {
  const cpu = (runs: readonly Measured[]) => median(runs.map(({ cpuMs }) => cpuMs));
  return `ours takes ${(cpu(ours) / cpu(theirs)).toFixed(1)} × the processor time of Go’s`;
}

function own(script: string, args: readonly string[]): Measured {
  return ran(process.execPath, [path.join(import.meta.dirname, script), ...args]);
}

function repeated(run: () => Measured): Measured[] {
  return Array.from({ length: rounds }, run);
}

function ran(file: string, args: readonly string[]): Measured {
  return JSON.parse(execFileSync(file, args, { encoding: 'utf8' })) as Measured;
}

/** @returns undefined where there is no Go, or no way to its module */
function buildGo(folder: string): string | undefined {
  const program = path.join(folder, 'tlog');
  const options: ExecFileSyncOptionsWithStringEncoding = {
    cwd: path.join(import.meta.dirname, 'tlog'),
    encoding: 'utf8',
    stdio: 'pipe',
  };
  try {
    execFileSync('go', ['build', '-o', program, '.'], options);
    return program;
  } catch (error) {
    const [why] = String(error).split('\n');
    console.log(`Go is left out, as it or its module golang.org/x/mod is not there: ${why}`);
    return undefined;
  }
}

function show(name: string, runs: readonly Measured[], held: number): void {
  const wrong = runs.find((run) => run.held !== held || (run.findings ?? 0) > 0);
  if (wrong) throw new Error(`${name}: ${JSON.stringify(wrong)}`);
  const of = (field: 'ms' | 'cpuMs' | 'peakMegabytes') => median(runs.map((run) => run[field]));
  console.log(
    `${name.padEnd(40)} ${seconds(of('ms'))}, processor time ${seconds(of('cpuMs'))}, peak ${of('peakMegabytes').toFixed(0)} MB`,
  );
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
