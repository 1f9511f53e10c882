import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeQueriesCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { timed, timestampOf } from '../../../local/services/logs/ingest.ts';
import { createLogs, type Logs } from '../../../local/services/logs/logs.ts';
import { ACCOUNT, type Harness, REGION, serve } from './harness.ts';

const logGroupName = '/checkout/api';
const logStreamName = 'one';
let harness: Harness;
let service: Logs;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  harness = await serve((installation) => {
    service = createLogs(installation);
    return [service];
  });
  logs = new CloudWatchLogsClient(harness.clientConfig());
  await harness.provision(service, 'AWS::Logs::LogGroup', 'Api', {
    LogGroupName: logGroupName,
    RetentionInDays: 30,
  });
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const now = Date.now();
  const logEvents = Array.from({ length: 20 }, (_, i) => ({
    timestamp: now - 20_000 + i * 100,
    message: JSON.stringify({ level: i % 4 === 0 ? 'ERROR' : 'INFO', n: i, path: `/pay/${i}` }),
  }));
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
});
afterAll(async () => {
  service.close();
  await harness.close();
});

const window = () => ({
  startTime: Math.floor(Date.now() / 1000) - 3600,
  endTime: Math.ceil(Date.now() / 1000),
});
const start = (queryString: string, client = logs, groups = [logGroupName]) =>
  client.send(new StartQueryCommand({ logGroupNames: groups, queryString, ...window() }));
const finish = (queryId: string | undefined) =>
  vi.waitFor(
    async () => {
      const answer = await logs.send(new GetQueryResultsCommand({ queryId }));
      expect(answer.status).toBe('Complete');
      return answer;
    },
    { interval: 10 },
  );

describe('Logs Insights', () => {
  it('runs a query, showing part of the rows before it is complete', async () => {
    const { queryId } = await start('fields n, level | filter level = "ERROR" | sort n asc');
    const first = await logs.send(new GetQueryResultsCommand({ queryId }));
    expect(['Scheduled', 'Running']).toContain(first.status);
    expect(first.results?.length).toBeLessThan(5);
    const { results = [], statistics } = await finish(queryId);
    expect(results.map((row) => row[0]?.value)).toEqual(['0', '4', '8', '12', '16']);
    expect(results[0]?.map(({ field }) => field)).toEqual(['n', 'level', '@ptr']);
    expect(statistics).toMatchObject({ recordsMatched: 5, recordsScanned: 20 });
    expect(statistics?.bytesScanned).toBeGreaterThan(500);
  });

  it('aggregates without pointers', async () => {
    const { queryId } = await start('stats count(*) as n by level | sort level asc');
    const { results } = await finish(queryId);
    expect(results).toEqual([
      [
        { field: 'level', value: 'ERROR' },
        { field: 'n', value: '5' },
      ],
      [
        { field: 'level', value: 'INFO' },
        { field: 'n', value: '15' },
      ],
    ]);
  });

  it('refuses what is not a query, and groups that do not exist', async () => {
    await expect(start('filter (')).rejects.toMatchObject({ name: 'MalformedQueryException' });
    await expect(start('fields @message', logs, ['/none'])).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('starts a query only for who may query every group it names', async () => {
    service.ensureGroup('/other');
    const Resource = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logGroupName}:*`;
    const Statement = { Effect: 'Allow', Action: 'logs:StartQuery', Resource } as const;
    const starter = new CloudWatchLogsClient(harness.clientConfig({ Statement }));
    const { queryId } = await start('fields n', starter);
    const both = start('fields n', starter, [logGroupName, '/other']);
    await expect(both).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const results = starter.send(new GetQueryResultsCommand({ queryId }));
    await expect(results).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('stops a running query, once', async () => {
    const { queryId } = await start('fields n');
    expect((await logs.send(new StopQueryCommand({ queryId }))).success).toBe(true);
    const answer = await logs.send(new GetQueryResultsCommand({ queryId }));
    expect(answer).toMatchObject({ status: 'Cancelled', results: [] });
    await expect(logs.send(new StopQueryCommand({ queryId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const { queries } = await logs.send(new DescribeQueriesCommand({ status: 'Cancelled' }));
    expect(queries?.map((query) => query.queryId)).toContain(queryId);
  });
});

describe('groups, streams and events', () => {
  it('creates, describes and refuses to create twice', async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/made' }));
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName: '/made' }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/made' }));
    expect(logGroups?.[0]?.arn).toBe(`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/made:*`);
    expect(logGroups?.[0]?.retentionInDays).toBeUndefined();
    const kept = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    expect(kept.logGroups?.[0]?.retentionInDays).toBe(30);
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
    expect(logStreams?.map((stream) => stream.logStreamName)).toEqual(['one']);
  });

  it('filters by terms and pages', async () => {
    const filter = { logGroupName, filterPattern: '"ERROR" -"/pay/8"', limit: 3 };
    const first = await logs.send(new FilterLogEventsCommand(filter));
    const second = await logs.send(new FilterLogEventsCommand({ ...filter, nextToken: first.nextToken }));
    expect([first.events?.length, second.events?.length]).toEqual([3, 1]);
    expect(second.nextToken).toBeUndefined();
  });

  it('reads a stream forwards and backwards', async () => {
    const stream = { logGroupName, logStreamName, limit: 8 };
    const newest = await logs.send(new GetLogEventsCommand(stream));
    expect(newest.events?.at(-1)?.message).toContain('/pay/19');
    const older = await logs.send(
      new GetLogEventsCommand({ ...stream, nextToken: newest.nextBackwardToken }),
    );
    expect(older.events?.at(-1)?.message).toContain('/pay/11');
    const head = await logs.send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
    const next = await logs.send(new GetLogEventsCommand({ ...stream, nextToken: head.nextForwardToken }));
    expect(next.events?.[0]?.message).toContain('/pay/8');
  });

  it('rejects events that are too old, and disorder', async () => {
    const put = (...times: number[]) =>
      logs.send(
        new PutLogEventsCommand({
          logGroupName,
          logStreamName,
          logEvents: times.map((timestamp) => ({ timestamp, message: 'late' })),
        }),
      );
    const now = Date.now();
    const answer = await put(now - 20 * 86_400_000, now - 7_200_000);
    expect(answer.rejectedLogEventsInfo?.tooOldLogEventEndIndex).toBe(1);
    await expect(put(now, now - 1)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('finds its events again after a restart', () => {
    const again = createLogs(harness.installation);
    const kept = again.ensureGroup(logGroupName).between(0, Date.now(), Date.now());
    const before = service.ensureGroup(logGroupName).between(0, Date.now(), Date.now());
    expect(kept).toEqual(before);
  });
});

describe('files', () => {
  it('takes times from the lines where they state one', () => {
    const at = Date.parse('2026-11-21T10:00:00.500Z');
    expect(timestampOf('{"time":"2026-11-21T10:00:00.500Z","m":1}')).toBe(at);
    expect(timestampOf(`{"ts":${at / 1000}}`)).toBe(at);
    expect(timestampOf(`{"@timestamp":${at}}`)).toBe(at);
    expect(timestampOf('2026-11-21 10:00:00,500 INFO started')).toBe(at);
    expect(timestampOf('2026-11-21T12:00:00.500+02:00 INFO started')).toBe(at);
    expect(timestampOf('INFO started')).toBeUndefined();
    expect(timed(['2026-11-21T10:00:00.500Z a', '  at b', 'c'], 0).map(({ timestamp }) => timestamp)).toEqual(
      [at, at, at],
    );
    expect(timed(['a', 'b'], 1000).map(({ timestamp }) => timestamp)).toEqual([900, 1000]);
  });

  it('follows a file as it grows', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'vitrine-logs-')), 'app.log');
    writeFileSync(path, 'first line\nsecond');
    service.ingestFile(path, '/file');
    const messages = () =>
      service
        .ensureGroup('/file')
        .between(0, Date.now(), Date.now())
        .map(({ message }) => message);
    expect(messages()).toEqual(['first line']);
    appendFileSync(path, ' line\nthird line\n');
    await vi.waitFor(() => expect(messages()).toEqual(['first line', 'second line', 'third line']), 3000);
  });
});
