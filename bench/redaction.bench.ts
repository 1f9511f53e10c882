import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { availableParallelism, loadavg } from 'node:os';
import { stateOnly, wordEnds } from '../core/redact/automaton.ts';
import { detectors } from '../core/redact/detectors/index.ts';
import { createRedactor } from '../core/redact/engine.ts';
import { createPseudonymize } from '../core/redact/pseudonym.ts';
import { compileRules } from '../core/redact/rules.ts';
import { hostileLines, randomHostileLines } from './hostile-lines.ts';
import { logLines, ordinaryLine, seeded } from './log-lines.ts';
import { peers } from './redaction-peers.ts';
import { median } from './statistics.ts';

const pseudonymize = createPseudonymize((message) =>
  createHmac('sha256', 'the benchmark').update(message).digest(),
);

/**
 * `npm run bench -- redaction [MEGABYTES]`: how fast a mix of log lines is redacted, in the same run and thread as the keyword
 * scan alone and as other libraries on the same lines.
 */
export default async function bench(): Promise<void> {
  const megabytes = Number(process.argv[3] ?? 50);
  const lines = logLines(megabytes * 1_000_000, 1);
  const { redact } = createRedactor({ level: 'standard', pseudonymize });
  if (process.argv.includes('--memory')) {
    for (const line of lines) redact(line);
    console.log(`${(process.resourceUsage().maxRSS / 1_000).toFixed(0)} MB`);
    return;
  }
  console.log(
    `${detectors.length} detectors; ${lines.length} lines, ${megabytes} MB; Node ${process.version}; load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`,
  );
  console.log(`build of the engine: ${buildMs().toFixed(1)} ms (median of 9)`);

  const ours = await time('Vitrine, all detectors, with replacement', lines, eachLine(redact));
  const scan = await time('the keyword scan alone', lines, eachLine(keywordScan()));
  const others: number[] = [];
  for (const { name, share, run } of peers())
    others.push(await time(name, lines.slice(0, Math.ceil(lines.length * share)), run, ours));
  console.log(`ours is ${(ours / Math.max(...others)).toFixed(2)} × the fastest peer`);
  console.log(`ours is ${(ours / scan).toFixed(2)} × the keyword scan alone`);

  console.log(`peak memory, ours alone in a process: ${peakMemory(megabytes)}`);
  for (const [name, text] of hostileLines)
    console.log(`64 KiB line, ${name}: ${worstMs(text, redact).toFixed(1)} ms`);
  printSlowest(redact);
  console.log(`ordinary lines altered: ${altered(redact)}`);
}

const eachLine = (run: (line: string) => unknown) => (lines: readonly string[]) => {
  for (const line of lines) run(line);
};

/** Prints and returns MB/s, the median of three runs after one to warm up. */
async function time(
  name: string,
  lines: readonly string[],
  run: (lines: readonly string[]) => void | Promise<void>,
  ours?: number,
): Promise<number> {
  const bytes = lines.reduce((total, line) => total + Buffer.byteLength(line) + 1, 0);
  await run(lines.slice(0, Math.ceil(lines.length / 4)));
  const speeds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const started = performance.now();
    await run(lines);
    speeds.push(bytes / 1_000 / (performance.now() - started));
  }
  const speed = median(speeds);
  const ratio = ours === undefined ? '' : `   ours is ${(ours / speed).toFixed(1)} ×`;
  console.log(`${name.padEnd(48)}${speed.toFixed(2).padStart(8)} MB/s${ratio}`);
  return speed;
}

function peakMemory(megabytes: number): string {
  const [, script = ''] = process.argv;
  return execFileSync(process.execPath, [script, 'redaction', String(megabytes), '--memory'], {
    encoding: 'utf8',
  }).trim();
}

const tries = 300;

function printSlowest(redact: (line: string) => unknown): void {
  const timed = Array.from(randomHostileLines(tries, 3), (text) => ({ text, ms: onceMs(text, redact) }));
  const slowest = timed.toSorted((a, b) => b.ms - a.ms).slice(0, 3);
  for (const { text } of slowest) {
    const ms = worstMs(text, redact).toFixed(1);
    console.log(
      `64 KiB line, among the slowest of ${tries} at random: ${ms} ms, ${JSON.stringify(text.slice(0, 60))}`,
    );
  }
}

function onceMs(text: string, run: (line: string) => unknown): number {
  const started = performance.now();
  run(text);
  return performance.now() - started;
}

function buildMs(): number {
  return median(
    Array.from({ length: 9 }, () => {
      const started = performance.now();
      createRedactor({ level: 'standard', pseudonymize });
      return performance.now() - started;
    }),
  );
}

function keywordScan(): (line: string) => number {
  const { automaton } = compileRules(detectors, 'standard', () => false);
  const { next, column, rowBits } = automaton;
  return (line) => {
    let state = 0;
    let hits = 0;
    for (let at = 0; at < line.length; at += 1) {
      const code = line.charCodeAt(at);
      const step = code < 128 ? (next[(state << rowBits) | (column[code] ?? 0)] ?? 0) : 0;
      state = step & stateOnly;
      if ((step & wordEnds) !== 0) hits += 1;
    }
    return hits;
  };
}

/** The median of five. */
function worstMs(text: string, run: (line: string) => unknown): number {
  run(text);
  return median(Array.from({ length: 5 }, () => onceMs(text, run)));
}

function altered(redact: ReturnType<typeof createRedactor>['redact']): string {
  const random = seeded(2);
  const lines = Array.from({ length: 20_000 }, () => ordinaryLine(random));
  const changed = lines.filter((line) =>
    redact(line).findings.some(({ type }) => type !== 'ip' && type !== 'email'),
  );
  if (process.argv.includes('--altered'))
    for (const line of changed.slice(0, 20)) console.log(redact(line).text);
  return `${((changed.length / lines.length) * 100).toFixed(2)} % of ${lines.length}`;
}
