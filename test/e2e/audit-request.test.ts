import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectLegalHoldCommand, PutObjectLegalHoldCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceKey } from '../../core/audit/event.ts';
import { CommandLine } from '../support/command-line.ts';
import { ask, open } from '../support/grants.ts';
import { eventually, outputOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
let carol: CommandLine;
beforeAll(async () => {
  site = await startSite();
  carol = new CommandLine(site.url);
  await carol.ok('login', '--as', 'carol', '--no-browser');
});
afterAll(async () => {
  carol?.close();
  await site?.close();
});

describe('a legal hold', () => {
  it('is on every object and copy of a request until it is lifted', async () => {
    const { id } = await ask(site);
    const s3 = new S3Client({ ...site.stack.clientConfig(), forcePathStyle: true });
    const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient(site.stack.clientConfig()));
    const Bucket = outputOf(site.stack, 'EvidenceBucket');
    const kept = async () => {
      const events = (await site.evidence()).filter(({ request_id }) => request_id === id);
      const expiries = await Promise.all(
        events.map((event) =>
          dynamodb.send(
            new GetCommand({ TableName: outputOf(site.stack, 'EventsTable'), Key: { id: event.id } }),
          ),
        ),
      );
      const holds = await Promise.all(
        events.map((event) =>
          s3
            .send(new GetObjectLegalHoldCommand({ Bucket, Key: evidenceKey(event) }))
            .then(({ LegalHold }) => LegalHold?.Status),
        ),
      );
      const request = await dynamodb.send(
        new GetCommand({ TableName: outputOf(site.stack, 'RequestsTable'), Key: { id } }),
      );
      return {
        types: events.map(({ type }) => type),
        holds: new Set(holds),
        expires: new Set([...expiries, request].map(({ Item }) => Item !== undefined && 'expireAt' in Item)),
      };
    };
    const reason = 'Court order 17 of November';
    expect(await carol.ok('audit', 'hold', id, '--reason', reason)).toMatch(
      /^\d+ events are under legal hold/,
    );
    expect(await kept()).toEqual({
      types: expect.arrayContaining(['request.submitted', 'hold.placed']),
      holds: new Set(['ON']),
      expires: new Set([false]),
    });
    await carol.ok('audit', 'hold', id, '--off', '--reason', reason);
    expect(await kept()).toMatchObject({ holds: new Set(['OFF']), expires: new Set([true]) });
    s3.destroy();
    dynamodb.destroy();
  });

  it('is refused to those who are not asked to keep it, and to everybody who goes round the proxy', async () => {
    const { id } = await ask(site);
    const alice = new CommandLine(site.url);
    await alice.ok('login', '--as', 'alice', '--no-browser');
    const refused = await alice.run('audit', 'hold', id, '--reason', 'I would like to keep it');
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining('auditors and supervisors'),
    ]);
    alice.close();
    const s3 = new S3Client({ ...site.stack.clientConfig(), forcePathStyle: true });
    const [event] = await site.evidence();
    if (!event) throw new Error('There is no event.');
    await expect(
      s3.send(
        new PutObjectLegalHoldCommand({
          Bucket: outputOf(site.stack, 'EvidenceBucket'),
          Key: evidenceKey(event),
          LegalHold: { Status: 'ON' },
        }),
      ),
    ).rejects.toThrow(/not authorized|Access ?Denied/i);
    s3.destroy();
  });
});

describe('the time line of a request', () => {
  it('has its events and what the functions logged of it', async () => {
    const { id } = await open(site);
    interface Moment {
      time: string;
      event?: { type: string };
      from?: string;
      line?: string;
    }
    const isTold = (moments: readonly Moment[]) => moments.some(({ line }) => line?.includes(id));
    const moments = await eventually(() => carol.jsonLines<Moment>('audit', 'debug', id), isTold, 30_000);
    expect(moments.flatMap(({ event }) => event?.type ?? [])).toEqual(
      expect.arrayContaining(['request.submitted', 'request.approved', 'grant.activated']),
    );
    expect(moments.map(({ time }) => time)).toEqual(moments.map(({ time }) => time).toSorted());
  });
});
