import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { runOverFile } from '../cli/event-file.ts';
import { startQuery } from '../core/insights/execute.ts';
import { admit } from '../core/insights/firewall.ts';
import { seeded } from './log-lines.ts';
import { median } from './statistics.ts';

const defaultEvents = 1_000_000;
const rounds = 5;

interface Case {
  readonly name: string;
  readonly file: 'text' | 'json';
  readonly query: string;
  /** The same question; `events` stands for the file. */
  readonly sql: string;
}

const cases: readonly Case[] = [
  {
    name: 'text: filter, parse with a glob, stats',
    file: 'text',
    query: `filter @message like /ERROR/
      | parse @message "user=* path=* status=* duration=* ms" as user, path, status, ms
      | stats count(*) as n, avg(ms) as mean by path as key`,
    sql: `SELECT piece.path AS key, count(*) AS n, avg(piece.ms::DOUBLE) AS mean FROM (
        SELECT regexp_extract(message, 'user=(.*?) path=(.*?) status=(.*?) duration=(.*?) ms',
          ['user', 'path', 'status', 'ms']) AS piece
        FROM events WHERE contains(message, 'ERROR')
      ) GROUP BY key`,
  },
  {
    name: 'text: filter, parse with a regex, stats',
    file: 'text',
    query: `filter @message like /status=5\\d\\d/
      | parse @message /path=(?<path>\\S+) status=\\d+ duration=(?<ms>[\\d.]+)/
      | stats count(*) as n, avg(ms) as mean by path as key`,
    sql: `SELECT piece.path AS key, count(*) AS n, avg(piece.ms::DOUBLE) AS mean FROM (
        SELECT regexp_extract(message, 'path=(\\S+) status=\\d+ duration=([\\d.]+)', ['path', 'ms']) AS piece
        FROM events WHERE regexp_matches(message, 'status=5\\d\\d')
      ) GROUP BY key`,
  },
  {
    name: 'JSON: filter on a field, stats by another',
    file: 'json',
    query: 'filter level = "ERROR" | stats count(*) as n, avg(durationMs) as mean by service as key',
    sql: `SELECT message->>'service' AS key, count(*) AS n, avg((message->>'durationMs')::DOUBLE) AS mean
      FROM events WHERE message->>'level' = 'ERROR' GROUP BY key`,
  },
  {
    name: 'JSON: stats over all events',
    file: 'json',
    query: 'stats count(*) as n, avg(durationMs) as mean by service as key',
    sql: `SELECT message->>'service' AS key, count(*) AS n, avg((message->>'durationMs')::DOUBLE) AS mean
      FROM events GROUP BY key`,
  },
];

const contenders = ['ours', 'duckdb'] as const;
type Contender = (typeof contenders)[number];

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly rows: readonly (readonly [key: string, count: number, mean: number])[];
}

/**
 * `npm run bench -- insights [EVENTS]`: queries over a file of log events, from the disk to the answer, beside DuckDB with one thread
 * on the same file. Each run is a process of its own, and the contenders take turns.
 */
export default async function bench(): Promise<void> {
  const [, , , first, index, folder] = process.argv;
  const contender = contenders.find((each) => each === first);
  if (contender !== undefined) return contend(contender, cases[Number(index)], folder ?? '');
  const events = Number(first ?? defaultEvents);
  const work = mkdtempSync(join(tmpdir(), 'vitrine-insights-'));
  try {
    const sizes = (['text', 'json'] as const).map((kind) => `${kind} ${writeEvents(kind, events, work)} MB`);
    console.log(`${events} events (${sizes.join(', ')}); ${rounds} rounds, medians; Node ${process.version}`);
    console.log(row(['', 's', 'CPU s', 'events/s', 'peak MB', 'ours/DuckDB']));
    for (const at of cases.keys()) compare(at, events, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function compare(at: number, events: number, work: string): void {
  const runs: Record<Contender, Run[]> = { ours: [], duckdb: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) runs[contender].push(runApart(contender, at, work));
  }
  const { name = '' } = cases[at] ?? {};
  const [ours, duckdb] = [runs.ours[0]?.rows ?? [], runs.duckdb[0]?.rows ?? []];
  if (!isSame(ours, duckdb)) throw new Error(`${name}: the answers differ`);
  console.log(name);
  const speed = (contender: Contender) => events / median(runs[contender].map(({ seconds }) => seconds));
  for (const contender of contenders) {
    const of = (read: (run: Run) => number) => median(runs[contender].map(read));
    const ratio = contender === 'ours' ? `${(speed('ours') / speed('duckdb')).toFixed(2)} ×` : '';
    const figures = [of((run) => run.seconds).toFixed(2), of((run) => run.cpuSeconds).toFixed(2)];
    const peak = of((run) => run.peakMb).toFixed(0);
    console.log(
      row([`  ${contender}`, ...figures, Math.round(speed(contender)).toLocaleString('en'), peak, ratio]),
    );
  }
}

function row([name = '', ...cells]: readonly string[]): string {
  return name.padEnd(12) + cells.map((cell) => cell.padStart(13)).join('');
}

/** Sums of doubles differ in their last digits with the order of adding. */
function isSame(a: Run['rows'], b: Run['rows']): boolean {
  if (a.length === 0 || a.length !== b.length) return false;
  const others = new Map(b.map(([key, count, mean]) => [key, { count, mean }]));
  return a.every(([key, count, mean]) => {
    const other = others.get(key);
    return other?.count === count && Math.abs(other.mean - mean) <= 1e-9 * Math.abs(mean);
  });
}

function runApart(contender: Contender, at: number, work: string): Run {
  const script = resolve(import.meta.dirname, 'run.ts');
  const output = execFileSync(process.execPath, [script, 'insights', contender, String(at), work]);
  return JSON.parse(output.toString('utf8')) as Run;
}

async function contend(contender: Contender, of: Case | undefined, work: string): Promise<void> {
  if (of === undefined) throw new RangeError('There is no such case');
  const path = join(work, `${of.file}.jsonl`);
  const { rows, seconds, cpuSeconds } = await (contender === 'ours'
    ? runOurs(of, path)
    : runDuckdb(of, path));
  const peakMb = process.resourceUsage().maxRSS / 1_000;
  console.log(JSON.stringify({ seconds, cpuSeconds, peakMb, rows } satisfies Run));
}

async function runOurs({ query }: Case, path: string) {
  return timed(async () => {
    const admitted = admit(query);
    if (!admitted.ok) throw new Error(admitted.errors.map(({ message }) => message).join('; '));
    const execution = startQuery(admitted.query, { now: 0 });
    const host = { stdin: process.stdin, now: () => 0 };
    const found = await runOverFile(execution, { host, file: path });
    return found.map(
      (each) => [each.get('key') ?? '', Number(each.get('n')), Number(each.get('mean'))] as const,
    );
  });
}

async function runDuckdb({ sql }: Case, path: string) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('SET threads = 1');
  const columns = "{timestamp: 'BIGINT', message: 'VARCHAR', logStream: 'VARCHAR'}";
  await connection.run(`CREATE VIEW events AS FROM read_ndjson('${path}', columns = ${columns})`);
  return timed(async () => {
    const found = await connection.runAndReadAll(sql);
    return found.getRows().map(([key, n, mean]) => [String(key), Number(n), Number(mean)] as const);
  });
}

async function timed<Rows>(run: () => Promise<Rows>) {
  const [begun, cpuBefore] = [performance.now(), process.cpuUsage()];
  const rows = await run();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rows, seconds: (performance.now() - begun) / 1_000, cpuSeconds: (user + system) / 1_000_000 };
}

/** Writes the events as lines of JSON, times rising with a little disorder; gives the size in MB. */
function writeEvents(kind: Case['file'], events: number, work: string): string {
  const random = seeded(7);
  const file = openSync(join(work, `${kind}.jsonl`), 'w');
  let bytes = 0;
  let lines: string[] = [];
  for (let index = 0; index < events; index += 1) {
    const timestamp = 1_763_700_000_000 + index * 80 + Math.floor(random() * 2_000);
    const message = kind === 'text' ? textMessage(random, timestamp) : jsonMessage(random, timestamp);
    lines.push(`${JSON.stringify({ timestamp, message, logStream: `app/${below(random, 40)}` })}\n`);
    if (lines.length < 10_000 && index < events - 1) continue;
    bytes += writeSync(file, lines.join(''));
    lines = [];
  }
  closeSync(file);
  return (bytes / 1_000_000).toFixed(0);
}

type Random = () => number;

const below = (random: Random, bound: number) => Math.floor(random() * bound);
const levels = ['INFO', 'INFO', 'INFO', 'INFO', 'DEBUG', 'DEBUG', 'WARN', 'ERROR'] as const;
const statuses = [200, 200, 200, 201, 304, 404, 500, 503] as const;
const services = ['checkout', 'orders', 'ledger', 'search', 'mailer'] as const;
const paths = Array.from({ length: 50 }, (_, index) => `/api/v2/items/${index}`);

const pick = <Item>(random: Random, from: readonly Item[]) => from[below(random, from.length)];
const milliseconds = (random: Random) => below(random, 30_000) / 10;

function textMessage(random: Random, timestamp: number): string {
  const [time, level] = [new Date(timestamp).toISOString(), pick(random, levels)];
  const request = below(random, 2 ** 32).toString(16);
  const took = milliseconds(random).toFixed(1);
  return `${time} ${level} user=u${below(random, 5_000)} path=${pick(random, paths)} status=${pick(random, statuses)} duration=${took} ms request=${request} host=ip-10-0-0-${below(random, 250)}`;
}

function jsonMessage(random: Random, timestamp: number): string {
  return JSON.stringify({
    time: new Date(timestamp).toISOString(),
    level: pick(random, levels),
    service: pick(random, services),
    requestId: below(random, 2 ** 32).toString(16),
    message: `order ${below(random, 1_000_000)} moved from PENDING to CONFIRMED`,
    durationMs: milliseconds(random),
    status: pick(random, statuses),
  });
}
