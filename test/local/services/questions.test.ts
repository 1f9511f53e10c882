import {
  AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type AuditEvent, evidenceKey } from '../../../core/audit/event.ts';
import { questionNamed, questions } from '../../../core/audit/questions/index.ts';
import { fillParameters, literal, statementOf } from '../../../core/audit/questions/statement.ts';
import { type Athena, createAthena } from '../../../local/services/athena/athena.ts';
import { createS3, type S3 } from '../../../local/services/s3/s3.ts';
import { synthesized } from '../../lib/synthesized.ts';
import { answersTo } from '../../support/answers.ts';
import { HistoryWorld } from '../../support/history-world.ts';
import { type Cell, Happenings } from '../../support/known-answers.ts';
import { eventsOf, yearOfHistory } from '../../support/year-of-history.ts';
import { type Harness, serve } from './harness.ts';

const dayMs = 24 * 60 * 60_000;
const hourMs = 60 * 60_000;
const now = Math.floor(Date.now() / hourMs) * hourMs;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const year = yearOfHistory(now);
const events = eventsOf(year);
const whole = { from: dayOf(now - 365 * dayMs), to: dayOf(now) };
const season = { from: dayOf(now - 200 * dayMs), to: dayOf(now - 110 * dayMs) };

/** An event that is not in the log, and so not in the copy. */
const stray: AuditEvent = {
  ...(events[9] as AuditEvent),
  id: `${events[9]?.id.slice(0, 10)}ZZZZZZZZZZZZZZZZ`,
};

let harness: Harness;
let s3: S3;
let service: Athena;
let athena: AthenaClient;

beforeAll(async () => {
  harness = await serve((installation, iam) => {
    s3 = createS3(installation, iam);
    service = createAthena(installation, s3);
    return [s3, service];
  });
  athena = new AthenaClient(harness.clientConfig());
  await provisionTables();
  for (const event of [...events, stray]) {
    s3.write('evidence', evidenceKey(event), Buffer.from(JSON.stringify(event)), 'application/json');
  }
  for (const [key, bytes] of await compacted()) {
    s3.write('evidence', key, Buffer.from(bytes), 'application/vnd.apache.parquet');
  }
});
afterAll(async () => {
  await service.close();
  await harness.close();
});

/** The very tables, view and workgroup that the CDK deploys. */
async function provisionTables(): Promise<void> {
  const stack = synthesized({ audit: { installedOn: whole.from } });
  await harness.provision(s3, 'AWS::S3::Bucket', 'Evidence', {
    VersioningConfiguration: { Status: 'Enabled' },
  });
  await harness.provision(s3, 'AWS::S3::Bucket', 'Results', {});
  for (const type of ['AWS::Glue::Database', 'AWS::Glue::Table', 'AWS::Athena::WorkGroup']) {
    for (const [id, { Properties }] of stack.all(type)) {
      await harness.provision(service, type, id, resolved(Properties) as object);
    }
  }
}

/** A template's value with the names of this test's buckets. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return String(value.Ref).startsWith('AuditLakeResults') ? 'results' : 'evidence';
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(resolved).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolved(item)]));
}

/** The files that compaction makes of a log of these events. */
async function compacted(): Promise<Map<string, Uint8Array>> {
  const world = new HistoryWorld();
  world.now = now;
  const { locked } = world.ledger();
  for (const event of events) world.put(evidenceKey(event), JSON.stringify(event));
  const entries = await Promise.all(events.map((event) => locked.describe(evidenceKey(event))));
  await locked.putManifest({ first: 0, entries: entries.filter((entry) => entry !== undefined) });
  await world.compact();
  return world.files;
}

/** Asks over the wire, as the API does: column names first, then the rows. */
async function ask(name: string, given: Record<string, string>): Promise<(string | undefined)[][]> {
  const question = questionNamed(name);
  const filled = question && fillParameters(question, given, now);
  if (!question || !filled?.ok) throw new Error(`${name} with ${JSON.stringify(given)} cannot be asked.`);
  const { sql, places } = statementOf(question);
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: 'Vitrine-audit',
      QueryExecutionContext: { Database: 'vitrine' },
      ExecutionParameters: places.map((place) => literal(filled.values[place] ?? '')),
    }),
  );
  await vi.waitFor(
    async () => {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      expect(QueryExecution?.Status?.StateChangeReason).toBeUndefined();
      expect(QueryExecution?.Status?.State).toBe('SUCCEEDED');
    },
    { interval: 20, timeout: 30_000 },
  );
  const rows: (string | undefined)[][] = [];
  for await (const { ResultSet } of paginateGetQueryResults({ client: athena }, { QueryExecutionId })) {
    for (const { Data = [] } of ResultSet?.Rows ?? [])
      rows.push(Data.map(({ VarCharValue }) => VarCharValue));
  }
  return rows;
}

/** A cell as Athena writes it. */
function written(cell: Cell): string | undefined {
  if (cell === undefined) return undefined;
  if (Array.isArray(cell)) return `[${cell.join(', ')}]`;
  if (typeof cell !== 'object') return String(cell);
  return `{${Object.entries(cell)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')}}`;
}

async function expectKnownAnswer(name: string, days: { from: string; to: string }): Promise<void> {
  const known = answersTo(name, new Happenings({ ...year, events, ...days }));
  const [, ...rows] = await ask(name, known.parameters);
  expect(rows).toEqual(known.rows.map((row) => row.map(written)));
  // An empty answer would agree with anything that is wrong in the same way.
  expect(rows.length).toBeGreaterThan(0);
}

const answered = questions.map(({ name }) => name).filter((name) => name !== 'history-gaps');

it.each(answered)('%s has the answer that the model knows', (name) => expectKnownAnswer(name, whole));

/** These look at days before or behind those that are asked for. */
it.each([
  'sessions',
  'unused-grants',
  'time-to-grant',
  'break-glass',
  'unreviewed-break-glass',
  'rubber-stamps',
])('%s of a season tells of that season only, and all of it', (name) => expectKnownAnswer(name, season));

it('names an event that the copy for SQL does not have', async () => {
  const [, ...rows] = await ask('history-gaps', whole);
  expect(rows).toEqual([[stray.time.slice(0, 10), stray.id, '0']]);
});

it('sees no access open before the first request', async () => {
  const [, ...rows] = await ask('open-access', { at: new Date(now - 366 * dayMs).toISOString() });
  expect(rows).toEqual([]);
});
