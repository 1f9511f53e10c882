import {
  AthenaClient,
  GetNamedQueryCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  ListNamedQueriesCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PolicyDocument } from '../../../local/aws/types.ts';
import { type Athena, createAthena } from '../../../local/services/athena/athena.ts';
import { duckType } from '../../../local/services/athena/column-type.ts';
import { toDuckDb } from '../../../local/services/athena/dialect.ts';
import { createS3, type S3 } from '../../../local/services/s3/s3.ts';
import { ACCOUNT, type Harness, REGION, serve } from './harness.ts';

const DAY_MS = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const today = dayOf(Date.now());
const yesterday = dayOf(Date.now() - DAY_MS);
const EVENTS = [
  {
    id: '1',
    day: yesterday,
    actor: 'alice',
    log_groups: ['/a', '/b'],
    rows_returned: 3,
    redactions: { email: 2 },
  },
  {
    id: '2',
    day: today,
    actor: 'bob',
    log_groups: ['/a'],
    rows_returned: 40,
    redactions: { email: 1, jwt: 4 },
  },
  { id: '3', day: today, actor: 'alice', log_groups: [], origin: { country: 'DE', hops: 2 } },
];
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
  await harness.provision(s3, 'AWS::S3::Bucket', 'Evidence', {
    VersioningConfiguration: { Status: 'Enabled' },
  });
  await harness.provision(s3, 'AWS::S3::Bucket', 'Results', {});
  await harness.provision(service, 'AWS::Glue::Database', 'Db', { DatabaseInput: { Name: 'audit' } });
  await harness.provision(service, 'AWS::Glue::Table', 'Events', table('events', 'events/'));
  await harness.provision(service, 'AWS::Glue::Table', 'Empty', table('nothing', 'nothing/'));
  await harness.provision(service, 'AWS::Athena::WorkGroup', 'Group', {
    Name: 'auditors',
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10_000_000,
      ResultConfiguration: { OutputLocation: 's3://results/athena/' },
    },
  });
  for (const { day, ...event } of EVENTS) {
    const line = Buffer.from(JSON.stringify({ ...event, time: `${day}T10:00:00.000Z` }));
    s3.write('evidence', `events/dt=${day}/${event.id}.json`, line, 'application/json');
  }
  const outside = Buffer.from('{"id":"before the projection"}');
  s3.write('evidence', 'events/dt=2020-01-01/0.json', outside, 'application/json');
});
afterAll(async () => {
  await service.close();
  await harness.close();
});

const COLUMNS = {
  id: 'string',
  time: 'string',
  actor: 'string',
  log_groups: 'array<string>',
  rows_returned: 'bigint',
  redactions: 'map<string,bigint>',
  origin: 'struct<country:string,hops:int>',
};

function table(name: string, prefix: string): object {
  return {
    CatalogId: ACCOUNT,
    DatabaseName: 'audit',
    TableInput: {
      Name: name,
      TableType: 'EXTERNAL_TABLE',
      PartitionKeys: [{ Name: 'dt', Type: 'date' }],
      Parameters: {
        'projection.enabled': 'true',
        'projection.dt.type': 'date',
        'projection.dt.format': 'yyyy-MM-dd',
        'projection.dt.range': '2026-01-01,NOW',
        'storage.location.template': `s3://evidence/${prefix}dt=\${dt}/`,
      },
      StorageDescriptor: {
        Location: `s3://evidence/${prefix}`,
        Columns: Object.entries(COLUMNS).map(([Name, Type]) => ({ Name, Type })),
        SerdeInfo: { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
      },
    },
  };
}

const start = (QueryString: string, client = athena) =>
  client.send(
    new StartQueryExecutionCommand({
      QueryString,
      WorkGroup: 'auditors',
      QueryExecutionContext: { Database: 'audit' },
    }),
  );

async function end(QueryExecutionId: string | undefined) {
  const execution = await vi.waitFor(
    async () => {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      expect(['SUCCEEDED', 'FAILED', 'CANCELLED']).toContain(QueryExecution?.Status?.State);
      return QueryExecution;
    },
    { interval: 10, timeout: 30_000 },
  );
  return execution;
}

async function query(sql: string): Promise<(string | undefined)[][]> {
  const { QueryExecutionId } = await start(sql);
  const execution = await end(QueryExecutionId);
  expect(execution?.Status?.StateChangeReason).toBeUndefined();
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  return (ResultSet?.Rows ?? []).map((row) => (row.Data ?? []).map(({ VarCharValue }) => VarCharValue));
}

async function failure(sql: string, client = athena): Promise<string | undefined> {
  const { QueryExecutionId } = await start(sql, client);
  const execution = await end(QueryExecutionId);
  expect(execution?.Status?.State).not.toBe('SUCCEEDED');
  return execution?.Status?.StateChangeReason;
}

describe('queries', () => {
  it('reads JSON objects by their Glue columns, header first, values as Athena writes them', async () => {
    expect(
      await query('SELECT id, actor, log_groups, redactions, rows_returned FROM events ORDER BY id'),
    ).toEqual([
      ['id', 'actor', 'log_groups', 'redactions', 'rows_returned'],
      ['1', 'alice', '[/a, /b]', '{email=2}', '3'],
      ['2', 'bob', '[/a]', '{email=1, jwt=4}', '40'],
      ['3', 'alice', '[]', undefined, undefined],
    ]);
    const nested = await query("SELECT origin, origin.hops FROM audit.events WHERE id = '3'");
    expect(nested[1]).toEqual(['{country=DE, hops=2}', '2']);
  });

  it('scans only the partitions that the predicate on dt leaves', async () => {
    const all = await end((await start('SELECT count(*) FROM events')).QueryExecutionId);
    const one = await end(
      (await start(`SELECT count(*) FROM events WHERE dt = DATE '${today}'`)).QueryExecutionId,
    );
    const recent = "SELECT count(*) AS n FROM events WHERE dt > current_date - interval '1' day";
    const computed = await end((await start(recent)).QueryExecutionId);
    const scanned = (execution: typeof all) => execution?.Statistics?.DataScannedInBytes ?? 0;
    expect(scanned(one)).toBeGreaterThan(0);
    expect(scanned(one)).toBeLessThan(scanned(all));
    expect(scanned(computed)).toBe(scanned(one));
    expect(await query('SELECT count(*) FROM events')).toEqual([['_col0'], ['3']]);
  });

  it('speaks the parts of the dialect that auditors use', async () => {
    const value = async (expression: string, from = "FROM events WHERE id = '2'") =>
      (await query(`SELECT ${expression} ${from}`))[1]?.[0];
    expect(await value('cardinality(log_groups) + cardinality(redactions)')).toBe('3');
    expect(await value("element_at(redactions, 'jwt')")).toBe('4');
    expect(await value('from_iso8601_timestamp(time)')).toBe(`${today} 10:00:00.000 UTC`);
    expect(await value("date_diff('hour', from_iso8601_timestamp(time), from_iso8601_timestamp(time))")).toBe(
      '0',
    );
    // Whole minutes, not the boundaries between them.
    const [before, after] = ["TIMESTAMP '2026-11-21 10:00:59.900'", "TIMESTAMP '2026-11-21 10:02:00.100'"];
    expect(await value(`date_diff('minute', ${before}, ${after})`)).toBe('1');
    expect(await value("CAST(TIMESTAMP '2026-11-21 10:00:59.900' AS timestamp(3))")).toBe(
      '2026-11-21 10:00:59.900',
    );
    expect(
      await value("hour(at_timezone(with_timezone(TIMESTAMP '2026-07-01 10:00:00', 'UTC'), 'Europe/Paris'))"),
    ).toBe('12');
    expect(await value("day_of_week(DATE '2026-11-22')")).toBe('7');
    expect(await value('json_extract_scalar(\'{"a":{"b":7}}\', \'$.a.b\')')).toBe('7');
    expect(await value("regexp_like(actor, '^b')")).toBe('true');
    expect(await value('approx_distinct(actor)', 'FROM events')).toBe('2');
    expect(await value("date_parse('21/11/2026 10:20:30', '%d/%m/%Y %H:%i:%s')")).toBe(
      '2026-11-21 10:20:30.000',
    );
    expect(await value("CAST(current_date - interval '1' day AS varchar)")).toBe(yesterday);
    expect(await value("CAST(date_add('day', -1, current_date) AS varchar)")).toBe(yesterday);
    expect(await value("array_join(log_groups, '|')", "FROM events WHERE id = '1'")).toBe('/a|/b');
    const byType =
      'SELECT r.type, sum(r.n) AS n FROM events CROSS JOIN UNNEST(redactions) AS r(type, n) GROUP BY 1 ORDER BY 1';
    expect((await query(byType)).slice(1)).toEqual([
      ['email', '3'],
      ['jwt', '4'],
    ]);
    const groups = "SELECT g FROM events CROSS JOIN UNNEST(log_groups) AS t(g) WHERE id = '1' ORDER BY g";
    expect((await query(groups)).slice(1)).toEqual([['/a'], ['/b']]);
  });

  it('puts parameters in the places of question marks', async () => {
    const QueryString = "SELECT id FROM events WHERE actor = ? AND id <> '?' ORDER BY id";
    const input = {
      QueryString,
      WorkGroup: 'auditors',
      QueryExecutionContext: { Database: 'audit' },
      ExecutionParameters: ["'bob'"],
    };
    const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand(input));
    await end(QueryExecutionId);
    const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
    expect(ResultSet?.Rows?.map(({ Data }) => Data?.[0]?.VarCharValue)).toEqual(['id', '2']);
    await expect(start(QueryString)).rejects.toThrow(/as many as the places/);
  });

  it('reads views as Trino stores them, with the rights that tables need', async () => {
    const originalSql = "SELECT id, date_parse(substr(time, 1, 10), '%Y-%m-%d') AS day, dt FROM events";
    const encoded = Buffer.from(JSON.stringify({ originalSql, schema: 'audit' })).toString('base64');
    await harness.provision(service, 'AWS::Glue::Table', 'Days', {
      DatabaseName: 'audit',
      TableInput: {
        Name: 'days',
        TableType: 'VIRTUAL_VIEW',
        ViewOriginalText: `/* Presto View: ${encoded} */`,
        ViewExpandedText: '/* Presto View */',
      },
    });
    const sql = `SELECT day FROM days WHERE dt = DATE '${yesterday}'`;
    expect((await query(sql)).slice(1)).toEqual([[`${yesterday} 00:00:00.000`]]);
    const { QueryExecutionId } = await start(sql);
    const scanned = (await end(QueryExecutionId))?.Statistics?.DataScannedInBytes;
    const all = await end((await start('SELECT id FROM days')).QueryExecutionId);
    expect(scanned).toBeLessThan(all?.Statistics?.DataScannedInBytes ?? 0);
    const denied = new AthenaClient(
      harness.clientConfig({
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 'glue:GetTable', Resource: '*:table/audit/days' },
        ],
      }),
    );
    expect(await failure(sql, denied)).toContain('glue:GetTable');
  });

  it('finds nothing in an empty table', async () => {
    expect(await query('SELECT id FROM nothing')).toEqual([['id']]);
  });

  it('sees current versions only', async () => {
    const bucket = s3.bucket('evidence');
    const key = `events/dt=${today}/9.json`;
    s3.write('evidence', key, Buffer.from('{"id":"9"}'), 'application/json');
    expect(await query("SELECT id FROM events WHERE id = '9'")).toHaveLength(2);
    bucket?.putDeleteMarker(key, Date.now());
    expect(await query("SELECT id FROM events WHERE id = '9'")).toHaveLength(1);
  });

  it('pages through a result', async () => {
    const { QueryExecutionId } = await start('SELECT id FROM events ORDER BY id');
    await end(QueryExecutionId);
    const first = await athena.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults: 2 }));
    const { NextToken } = first;
    const second = await athena.send(
      new GetQueryResultsCommand({ QueryExecutionId, MaxResults: 2, NextToken }),
    );
    const cells = [first, second].map(({ ResultSet }) =>
      ResultSet?.Rows?.map((row) => row.Data?.[0]?.VarCharValue),
    );
    expect(cells).toEqual([
      ['id', '1'],
      ['2', '3'],
    ]);
    expect(second.NextToken).toBeUndefined();
    expect(first.ResultSet?.ResultSetMetadata?.ColumnInfo?.[0]).toMatchObject({
      Name: 'id',
      Type: 'varchar',
    });
    const stored = s3.bucket('results')?.latest(`athena/${QueryExecutionId}.csv`);
    expect(stored && s3.bucket('results')?.read(stored).toString()).toBe('"id"\n"1"\n"2"\n"3"\n');
  });
});

describe('limits and walls', () => {
  it.each([
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/*')",
    'DROP TABLE events',
    'SELECT 1; SELECT 2',
    "COPY events TO '/tmp/vitrine-copy.csv'",
    'WITH x AS (SELECT 1) INSERT INTO events SELECT * FROM x',
    "SET memory_limit = '8GB'",
    "ATTACH '/tmp/x.db'",
  ])('refuses %s', async (sql) => {
    expect(await failure(sql)).toBeTruthy();
  });

  it('refuses a statement that would scan more than the workgroup allows', async () => {
    const pad = 'x'.repeat(11_000_000);
    const line = Buffer.from(JSON.stringify({ id: 'big', actor: pad }));
    s3.write('evidence', 'events/dt=2026-01-01/big.json', line, 'application/json');
    expect(await failure('SELECT id FROM events')).toContain('Bytes scanned limit was exceeded');
    expect(await query(`SELECT count(*) FROM events WHERE dt >= DATE '${yesterday}'`)).toHaveLength(2);
    s3.bucket('evidence')?.putDeleteMarker('events/dt=2026-01-01/big.json', Date.now());
  });

  it('reads and writes only what the caller may', async () => {
    const arns = { glue: `arn:aws:glue:${REGION}:${ACCOUNT}:`, group: `workgroup/auditors` };
    const policy = (without: string): PolicyDocument => ({
      Statement: [
        {
          Effect: 'Allow',
          Action: 'athena:*',
          Resource: `arn:aws:athena:${REGION}:${ACCOUNT}:${arns.group}`,
        },
        {
          Effect: 'Allow',
          Action: 'glue:GetTable',
          Resource: ['catalog', 'database/audit', 'table/audit/events'].map((part) => `${arns.glue}${part}`),
        },
        { Effect: 'Allow', Action: 's3:*', Resource: '*' },
        { Effect: 'Deny', Action: without, Resource: '*' },
      ],
    });
    const client = (without: string) => new AthenaClient(harness.clientConfig(policy(without)));
    const sql = 'SELECT count(*) FROM events';
    expect(await failure(sql, client('glue:GetTable'))).toContain('glue:GetTable');
    expect(await failure(sql, client('s3:GetObject'))).toContain('s3:GetObject');
    expect(await failure(sql, client('s3:PutObject'))).toContain('s3:PutObject');
    await expect(start(sql, client('s3:GetBucketLocation'))).rejects.toThrow(/Unable to verify/);
    await expect(start(sql, client('athena:StartQueryExecution'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const allowed = await start(sql, client('s3:DeleteObject'));
    expect((await end(allowed.QueryExecutionId))?.Status?.State).toBe('SUCCEEDED');
  });

  it('stops a query, and gives no results before the end', async () => {
    const slow = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3';
    const { QueryExecutionId } = await start(slow);
    const early = athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
    await expect(early).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));
    expect((await end(QueryExecutionId))?.Status?.State).toBe('CANCELLED');
    expect(await query('SELECT 1')).toEqual([['_col0'], ['1']]);
  });
});

it('describes its workgroup and its named queries', async () => {
  await harness.provision(service, 'AWS::Athena::NamedQuery', 'WhoSaw', {
    Name: 'who-saw',
    Database: 'audit',
    QueryString: 'SELECT actor FROM events',
    WorkGroup: 'auditors',
  });
  const { NamedQueryIds = [] } = await athena.send(new ListNamedQueriesCommand({ WorkGroup: 'auditors' }));
  const { NamedQuery } = await athena.send(new GetNamedQueryCommand({ NamedQueryId: NamedQueryIds[0] }));
  expect(NamedQuery).toMatchObject({ Name: 'who-saw', QueryString: 'SELECT actor FROM events' });
  const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: 'auditors' }));
  expect(WorkGroup?.Configuration?.BytesScannedCutoffPerQuery).toBe(10_000_000);
});

describe('translation', () => {
  it('reads Hive types', () => {
    expect(duckType('array<struct<a:string,b:map<string,array<int>>>>')).toBe(
      'STRUCT("a" VARCHAR, "b" MAP(VARCHAR, INTEGER[]))[]',
    );
    expect(duckType('decimal(10,2)')).toBe('DECIMAL(10,2)');
    expect(() => duckType('uniontype<int>')).toThrow(/uniontype/);
  });

  it('leaves strings, quoted names and comments alone', () => {
    const sql = `SELECT 'current_date - interval ''1'' day', "date_parse" -- date_format(x, '%i')`;
    expect(toDuckDb(sql)).toBe(sql);
    expect(toDuckDb("date_format(f(x, '%i'), '%i')")).toBe("date_format(f(x, '%i'), '%M')");
  });
});
