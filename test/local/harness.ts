import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AwsService, Installation } from '../../local/aws/types.ts';
import { Clock } from '../../local/clock.ts';
import { Iam } from '../../local/iam/iam.ts';
import { AwsEndpoint } from '../../local/server/aws-endpoint.ts';
import { Faults } from '../../local/server/faults.ts';
import { listen } from '../../local/server/http-server.ts';

/** One AWS endpoint on a free port, for services under test, with a role that may do what `statements` say. */
export async function startEndpoint() {
  const clock = new Clock();
  const server = await listen(0);
  const accountId = '111122223333';
  const region = 'eu-west-1';
  const iam = new Iam({ accountId, region, clock: clock.now });
  const dataDir = mkdtempSync(path.join(tmpdir(), 'vitrine-test-'));
  const installation: Installation = {
    accountId,
    region,
    endpoint: `http://127.0.0.1:${server.port}`,
    dataDir,
    clock: clock.now,
    authorize: iam.authorize,
  };
  const faults = new Faults();
  const bugs: unknown[] = [];
  const endpoint = new AwsEndpoint({ iam, faults, clock: clock.now, onBug: (error) => bugs.push(error) });
  server.serve({ handle: (request) => endpoint.handle(request) });
  return {
    clock,
    iam,
    installation,
    faults,
    bugs,
    server,
    add: (service: AwsService) => endpoint.add(service),
    /** What an SDK client is made with. */
    client: (credentials = iam.operator().credentials) => ({
      endpoint: installation.endpoint,
      region,
      maxAttempts: 1,
      credentials: {
        accessKeyId: credentials.accessKeyId,
        secretAccessKey: credentials.secretAccessKey,
        sessionToken: credentials.sessionToken,
      },
    }),
    close: async (): Promise<void> => {
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A log service that remembers what it is given. */
export function rememberingLogs(): AwsService & { messages: Map<string, string[]> } {
  const messages = new Map<string, string[]>();
  return {
    signingName: 'logs',
    messages,
    handle: async ({ headers, body }) => {
      const input = JSON.parse(body.toString()) as {
        logGroupName: string;
        logEvents?: { message: string }[];
      };
      if (headers['x-amz-target']?.endsWith('PutLogEvents')) {
        const group = messages.get(input.logGroupName) ?? [];
        messages.set(input.logGroupName, [
          ...group,
          ...(input.logEvents ?? []).map(({ message }) => message),
        ]);
      }
      return { status: 200, body: '{}' };
    },
  };
}
