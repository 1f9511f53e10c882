import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { ApiError, type Client, createClient } from '../../contract/client.ts';
import type { AuditEvent } from '../../core/audit/event.ts';
import { parseConfig } from '../../core/policy/config.ts';
import type { RunningStack } from '../../local/stack.ts';
import { startVitrine } from '../../local/start-vitrine.ts';
import configInput from './e2e.config.ts';
import { signInOverHttp } from './http-session.ts';

const config = parseConfig(configInput);
const logGroups = [...new Set(Object.values(config.scopes).flatMap((scope) => scope.logGroups))];

interface Mail {
  id: string;
  channel: 'ses' | 'sns';
  to: string[];
  subject: string;
  text: string;
}

/** The synthesized stack, running on this machine, as its users see it. */
export interface Site {
  stack: RunningStack;
  url: string;
  client(person: string): Promise<Client>;
  accessToken(person: string): Promise<string>;
  mails(to?: string): Promise<Mail[]>;
  /** Every event in the evidence bucket, by its time. */
  evidence(): Promise<AuditEvent[]>;
  /** Everything the functions, the API and the workflow have logged. */
  logLines(): Promise<string>;
  close(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
  const stack = await startVitrine({
    assemblyDir: inject('assemblyDir'),
    dataDir,
    config,
    sample: true,
    warn: () => {},
  });
  const logs = new CloudWatchLogsClient(stack.clientConfig());
  const tokens = new Map<string, Promise<string>>();
  const accessToken = (person: string) => {
    const known = tokens.get(person) ?? signInOverHttp(stack.url, person);
    tokens.set(person, known);
    return known;
  };
  const s3 = new S3Client({ ...stack.clientConfig(), forcePathStyle: true });
  return {
    stack,
    url: stack.url,
    accessToken,
    client: async (person) => createClient({ url: stack.url, accessToken: () => accessToken(person) }),
    async mails(to) {
      const response = await fetch(`${stack.url}/mailbox.json`);
      const mails = (await response.json()) as Mail[];
      return mails.filter((mail) => to === undefined || mail.to.includes(to));
    },
    logLines: () => readLogs(logs),
    evidence: () => readEvidence(s3, outputOf(stack, 'EvidenceBucket')),
    async close() {
      s3.destroy();
      logs.destroy();
      await stack.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** An output of the stack, whatever the synthesizer has put before its name. */
export function outputOf(stack: RunningStack, name: string): string {
  const found = Object.entries(stack.outputs).find(([key]) => key === name || key.endsWith(`.${name}`));
  if (!found)
    throw new Error(`The stack has no output ${name}, but ${Object.keys(stack.outputs).join(', ')}.`);
  return found[1];
}

async function readEvidence(s3: S3Client, bucket: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  let token: string | undefined;
  do {
    const list = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'events/', ContinuationToken: token }),
    );
    for (const { Key } of list.Contents ?? []) {
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      events.push(JSON.parse((await object.Body?.transformToString()) ?? '') as AuditEvent);
    }
    token = list.NextContinuationToken;
  } while (token !== undefined);
  return events.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The log groups of the installation's own, which hold no sample logs. */
async function readLogs(logs: CloudWatchLogsClient): Promise<string> {
  const described = await logs.send(new DescribeLogGroupsCommand({}));
  const sampled = new Set(logGroups);
  const lines: string[] = [];
  for (const { logGroupName } of described.logGroups ?? []) {
    if (logGroupName === undefined || sampled.has(logGroupName)) continue;
    let nextToken: string | undefined;
    do {
      const page = await logs.send(new FilterLogEventsCommand({ logGroupName, nextToken }));
      lines.push(...(page.events ?? []).map(({ message = '' }) => message));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
  return lines.join('\n');
}

/** Asks again and again until the answer is the wanted one; fails with the last one after a while. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  withinMs = 10_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > until)
      throw new Error(`Still not so after ${withinMs} ms: ${String(JSON.stringify(answer)).slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The problem a call is refused with. */
export async function problemOf(
  call: Promise<unknown>,
): Promise<{ status: number; code: string | undefined }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, code: error.problem?.code };
    throw error;
  }
  throw new Error('The call was not refused.');
}
