import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Client, createClient } from '../contract/client.ts';
import { parseConfig } from '../core/policy/config.ts';
import { startVitrine } from '../local/start-vitrine.ts';
import { synthesize } from '../local/synthesize.ts';
import configInput from '../test/support/e2e.config.ts';
import { signInOverHttp } from '../test/support/http-session.ts';
import { median, quantile } from './statistics.ts';

const rounds = 200;
const warmUp = 20;
const opened = 10;
const query = 'fields @timestamp, @message | sort @timestamp desc | limit 20';

/**
 * What the proxy adds to a query: start and results through Vitrine (checks, evidence, session, redaction), beside the
 * same two calls made directly with the SDK against the same stand-in, taking turns in one run. Only the calls are timed;
 * the wait for CloudWatch between them is the same for both and is left out.
 */
export default async function queryPath(): Promise<void> {
  const root = resolve(import.meta.dirname, '..');
  const work = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
  await synthesize({
    appFile: resolve(root, 'bin/app.ts'),
    outputDir: join(work, 'cdk.out'),
    context: { config: resolve(root, 'test/support/e2e.config.ts') },
  });
  const stack = await startVitrine({
    assemblyDir: join(work, 'cdk.out'),
    dataDir: join(work, 'data'),
    config: parseConfig(configInput),
    sample: true,
    warn: () => {},
  });
  try {
    const measured = await measure(stack.url, new CloudWatchLogsClient(stack.clientConfig()));
    print(measured);
  } finally {
    await stack.close();
    rmSync(work, { recursive: true, force: true });
  }
}

interface Measured {
  through: Times;
  direct: Times;
  openMs: number[];
}

interface Times {
  startMs: number[];
  resultsMs: number[];
}

/** Asks, approves, and waits until it is open; counted from the approver's click. */
async function open(alice: Client, bob: Client, openMs: number[]) {
  const body = { scope: 'checkout-prod', reason: 'measuring the query path', durationSeconds: 3_600 };
  const request = await alice('submitRequest', { body });
  const params = { id: request.id };
  const begun = performance.now();
  await bob('decideRequest', { params, body: { decision: 'approve', termsDigest: request.termsDigest } });
  while ((await alice('getRequest', { params })).state !== 'active') await sleep(20);
  openMs.push(performance.now() - begun);
  return request;
}

async function measure(url: string, logs: CloudWatchLogsClient): Promise<Measured> {
  const tokens = { alice: await signInOverHttp(url, 'alice'), bob: await signInOverHttp(url, 'bob') };
  const alice = createClient({ url, accessToken: async () => tokens.alice });
  const bob = createClient({ url, accessToken: async () => tokens.bob });
  const openMs: number[] = [];
  let request = await open(alice, bob, openMs);
  for (let more = 1; more < opened; more++) request = await open(alice, bob, openMs);
  const params = { id: request.id };

  const through: Times = { startMs: [], resultsMs: [] };
  const direct: Times = { startMs: [], resultsMs: [] };
  for (let round = 0; round < rounds + warmUp; round++) {
    const to = Date.now();
    const range = { from: new Date(to - 7_200_000).toISOString(), to: new Date(to).toISOString() };
    const started = await timed(() => alice('startQuery', { params, body: { query, ...range } }));
    const handle = { params: { ...params, handle: started.value.id } };
    const results = await untilDone(
      () => alice('getResults', handle),
      ({ state }) => state === 'running',
    );

    const command = new StartQueryCommand({
      logGroupNames: request.logGroups,
      queryString: query,
      startTime: Math.floor(to / 1000) - 7_200,
      endTime: Math.floor(to / 1000),
    });
    const raw = await timed(() => logs.send(command));
    const { queryId } = raw.value;
    const rows = await untilDone(
      () => logs.send(new GetQueryResultsCommand({ queryId })),
      ({ status }) => status === 'Running' || status === 'Scheduled',
    );
    if (round < warmUp) continue;
    through.startMs.push(started.ms);
    through.resultsMs.push(results);
    direct.startMs.push(raw.ms);
    direct.resultsMs.push(rows);
  }
  return { through, direct, openMs };
}

/** Time of the call that brings the rows; earlier ones that find the query running are not counted on either side. */
async function untilDone<T>(ask: () => Promise<T>, running: (answer: T) => boolean): Promise<number> {
  for (;;) {
    const { ms, value } = await timed(ask);
    if (!running(value)) return ms;
    await sleep(5);
  }
}

async function timed<T>(act: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const begun = performance.now();
  const value = await act();
  return { ms: performance.now() - begun, value };
}

function print({ through, direct, openMs }: Measured): void {
  const total = (times: Times) => times.startMs.map((ms, i) => ms + (times.resultsMs[i] ?? 0));
  const line = (name: string, vitrine: number[], sdk: number[]) => {
    const cells = [
      median(vitrine),
      median(sdk),
      median(vitrine) - median(sdk),
      quantile(vitrine, 0.95),
      quantile(sdk, 0.95),
    ];
    console.log([name.padEnd(18), ...cells.map((ms) => ms.toFixed(2).padStart(12))].join(''));
  };
  console.log(`\nquery-path: ${rounds} rounds, times in milliseconds\n`);
  console.log(
    ['', 'vitrine p50', 'direct p50', 'overhead', 'vitrine p95', 'direct p95']
      .map((h, i) => (i ? h.padStart(12) : h.padEnd(18)))
      .join(''),
  );
  line('start', through.startMs, direct.startMs);
  line('results', through.resultsMs, direct.resultsMs);
  line('start + results', total(through), total(direct));
  const [p50, worst] = [median(openMs), Math.max(...openMs)].map((ms) => ms.toFixed(0));
  console.log(
    `\nfrom the approver's click to open access: p50 ${p50} ms, worst of ${openMs.length}: ${worst} ms`,
  );
}
