import { createHmac } from 'node:crypto';
import { detectors } from '../core/redact/detectors/index.ts';
import { createRedactor } from '../core/redact/engine.ts';
import { createPseudonymize } from '../core/redact/pseudonym.ts';
import { compileRules } from '../core/redact/rules.ts';
import { logLines, ordinaryLine, seeded } from './log-lines.ts';
import { median } from './statistics.ts';

const pseudonymize = createPseudonymize((message) =>
  createHmac('sha256', 'the benchmark').update(message).digest(),
);

/** `npm run bench -- redaction [MEGABYTES]`: how fast a mix of log lines is redacted, next to the keyword scan alone and to one expression after another. */
export default async function bench(): Promise<void> {
  const megabytes = Number(process.argv[3] ?? 50);
  const lines = logLines(megabytes * 1_000_000, 1);
  const size = lines.reduce((total, line) => total + Buffer.byteLength(line) + 1, 0) / 1_000_000;
  console.log(
    `${detectors.length} detectors; ${lines.length} lines, ${size.toFixed(1)} MB; Node ${process.version}`,
  );
  console.log(`build of the engine: ${buildMs().toFixed(1)} ms (median of 9)`);

  const { redact } = createRedactor({ level: 'standard', pseudonymize });
  const speeds = new Map<string, number>();
  const time = (name: string, run: (line: string) => unknown, share = 1) => {
    speeds.set(name, speedOf(lines.slice(0, Math.ceil(lines.length * share)), run));
    console.log(`${name.padEnd(44)}${(speeds.get(name) ?? 0).toFixed(1).padStart(8)} MB/s`);
  };
  time('Vitrine, all detectors, with replacement', redact);
  time('the keyword scan alone', keywordScan());
  time('one expression an anchor, one after another', naive(), 0.1);
  printRatios(speeds);

  console.log(`peak memory: ${(process.resourceUsage().maxRSS / 1_000).toFixed(0)} MB`);
  for (const [name, text] of hostile) {
    console.log(`worst 64 KiB line, ${name}: ${worstMs(text, redact).toFixed(1)} ms`);
  }
  console.log(`ordinary lines altered: ${altered(redact)}`);
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

/** MB/s, the median of three runs after one to warm up. */
function speedOf(lines: readonly string[], run: (line: string) => unknown): number {
  const bytes = lines.reduce((total, line) => total + line.length + 1, 0);
  for (const line of lines.slice(0, 20_000)) run(line);
  return median(
    Array.from({ length: 3 }, () => {
      const started = performance.now();
      for (const line of lines) run(line);
      return bytes / 1_000 / (performance.now() - started);
    }),
  );
}

function keywordScan(): (line: string) => number {
  const { automaton } = compileRules(detectors, 'standard');
  const { next, column, rowBits, accepts } = automaton;
  return (line) => {
    let state = 0;
    let hits = 0;
    for (let at = 0; at < line.length; at += 1) {
      const code = line.charCodeAt(at);
      state = code < 128 ? (next[(state << rowBits) | (column[code] ?? 0)] ?? 0) : 0;
      if (accepts[state] === 1) hits += 1;
    }
    return hits;
  };
}

/** Every anchor as an expression of its own, which is how many scripts do it. */
function naive(): (line: string) => string {
  const anchors = [...new Set(detectors.flatMap((detector) => detector.anchors ?? []))];
  const expressions = anchors.map(
    (anchor) => new RegExp(`${anchor.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}[\\w./+=-]{16,}`, 'gi'),
  );
  return (line) => expressions.reduce((text, expression) => text.replace(expression, '[redacted]'), line);
}

function printRatios(speeds: ReadonlyMap<string, number>): void {
  const [ours = 0, ...others] = speeds.values();
  const names = [...speeds.keys()].slice(1);
  for (const [index, speed] of others.entries()) {
    console.log(`ours is ${(ours / speed).toFixed(2)} × ${names[index]}`);
  }
}

const hostileLength = 65_536;
const filled = (piece: string) =>
  piece.repeat(Math.ceil(hostileLength / piece.length)).slice(0, hostileLength);
const hostile: readonly (readonly [name: string, text: string])[] = [
  ['pairs in pairs', filled('password=')],
  ['open quotes', filled('password="')],
  ['escaped quotes', filled('{\\"password\\":')],
  ['signs of mail', filled('a@')],
  ['heads of tokens', filled('eyJhbGciOiJub25lIn0.')],
  ['prefixes', filled('sk-ghp_xoxb-AKIA')],
  ['names of vendors', filled('twilio sumo ibm lob ')],
  ['addresses', filled('1:2:3:4:')],
  ['numbers', filled('4111 1111-')],
  ['telephones', filled('+4930 ')],
  ['keys', filled('-----BEGIN PRIVATE KEY-----')],
  ['commands', filled('curl -u a -u ')],
];

function worstMs(text: string, run: (line: string) => unknown): number {
  run(text);
  return median(
    Array.from({ length: 5 }, () => {
      const started = performance.now();
      run(text);
      return performance.now() - started;
    }),
  );
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
