import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Lambda } from '../../../local/lambda/lambda.ts';
import { rememberingLogs, startEndpoint } from '../harness.ts';

let host: Awaited<ReturnType<typeof startEndpoint>>;
let lambda: Lambda;
let logs: ReturnType<typeof rememberingLogs>;
let folder: string;
const warnings: string[] = [];

beforeEach(async () => {
  host = await startEndpoint();
  logs = rememberingLogs();
  folder = mkdtempSync(path.join(tmpdir(), 'vitrine-bundle-'));
  lambda = new Lambda(host.installation, {
    iam: host.iam,
    logs,
    assets: new Map([['code.zip', folder]]),
    clockAheadMs: host.clock.aheadMs,
    warn: (message) => warnings.push(message),
  });
  host.iam.addRole(
    'worker',
    { Statement: { Effect: 'Allow', Action: 'logs:*', Resource: '*' } },
    {
      Statement: {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'lambda.amazonaws.com' },
      },
    },
  );
});

afterEach(async () => {
  await lambda.close();
  await host.close();
  rmSync(folder, { recursive: true });
  expect(warnings.splice(0)).toEqual([]);
});

/** Deploys `code` as a function and gives back how to invoke it as the operator. */
function deploy(code: string, properties: object = {}) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'index.mjs'), code);
  const { attributes } = lambda.provision({
    logicalId: 'Fn',
    type: 'AWS::Lambda::Function',
    properties: {
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      MemorySize: 256,
      Timeout: 5,
      Role: 'arn:aws:iam::111122223333:role/worker',
      ...properties,
    },
  });
  const arn = attributes['Arn'] ?? '';
  const { caller } = host.iam.operator();
  return { arn, invoke: (event: unknown = {}) => lambda.invokeAs(caller, arn, event) };
}

const value = (outcome: Awaited<ReturnType<Lambda['invokeAs']>>): unknown =>
  outcome.ok ? JSON.parse(outcome.payload) : outcome.error;

describe('a function', () => {
  test('sees its own environment and credentials, and nothing of the runner', async () => {
    process.env['RUNNERS_SECRET'] = 'x';
    const { invoke } = deploy('export const handler = async () => process.env;', {
      Environment: { Variables: { TABLE: 'requests' } },
    });
    const environment = value(await invoke()) as Record<string, string>;
    delete process.env['RUNNERS_SECRET'];
    expect(environment).toMatchObject({
      TABLE: 'requests',
      AWS_ENDPOINT_URL: host.installation.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Fn',
    });
    expect(environment).not.toHaveProperty('RUNNERS_SECRET');
    expect(environment).not.toHaveProperty('PATH');
    const caller = host.iam.credentials.find(
      environment['AWS_ACCESS_KEY_ID'] ?? '',
      environment['AWS_SESSION_TOKEN'],
    );
    expect(caller?.roleArn).toBe('arn:aws:iam::111122223333:role/worker');
  });

  test('is loaded once and kept warm', async () => {
    const { invoke } = deploy('let calls = 0; export const handler = async () => ++calls;');
    expect(value(await invoke())).toBe(1);
    expect(value(await invoke())).toBe(2);
  });

  test('runs at most four at a time; the others wait', async () => {
    const { invoke } = deploy(`
      import { threadId } from 'node:worker_threads';
      export const handler = async () => { await new Promise((r) => setTimeout(r, 50)); return threadId; };`);
    const threads = await Promise.all(Array.from({ length: 12 }, async () => value(await invoke())));
    expect(new Set(threads).size).toBeLessThanOrEqual(4);
  });

  test('learns from its context who it is and how long it may go on', async () => {
    const { arn, invoke } = deploy(`export const handler = async (event, context) => ({
      arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis(), id: context.awsRequestId });`);
    const seen = value(await invoke()) as { arn: string; left: number; id: string };
    expect(seen.arn).toBe(arn);
    expect(seen.left).toBeGreaterThan(3000);
    expect(seen.left).toBeLessThanOrEqual(5000);
    expect(seen.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('lives at the time of the stack', async () => {
    const { invoke } = deploy(
      'export const handler = async () => [Date.now(), new Date().getTime(), Date.UTC(2026, 0)];',
    );
    await invoke();
    host.clock.advance(3_600_000);
    const [now, created, fixed] = value(await invoke()) as number[];
    expect(now).toBeGreaterThan(Date.now() + 3_590_000);
    expect(created).toBeGreaterThan(Date.now() + 3_590_000);
    expect(fixed).toBe(Date.UTC(2026, 0));
  });
});

describe('a failure', () => {
  test('comes back with its type, message and trace', async () => {
    const { invoke } = deploy("export const handler = async () => { throw new TypeError('bad'); };");
    expect(value(await invoke())).toMatchObject({ errorType: 'TypeError', errorMessage: 'bad' });
  });

  test('ends a function that takes too long, busy or not, and the next call is served afresh', async () => {
    const { invoke } = deploy(
      'let calls = 0; export const handler = async (event) => { calls++; while (event.busy) {} return calls; };',
      { Timeout: 1 },
    );
    expect(value(await invoke())).toBe(1);
    expect(value(await invoke({ busy: true }))).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 1.00 seconds'),
    });
    expect(value(await invoke())).toBe(1);
  });

  test('of a bundle that does not load is told', async () => {
    const { invoke } = deploy("throw new Error('broken at import');");
    expect(value(await invoke())).toMatchObject({ errorMessage: 'broken at import' });
  });

  test('drops the environment when a promise is left to float', async () => {
    const { invoke } = deploy(`let calls = 0; export const handler = async (event) => {
      calls++;
      if (event.float) { Promise.reject(new Error('floating')); await new Promise((r) => setTimeout(r, 1000)); }
      return calls; };`);
    expect(await invoke()).toMatchObject({ ok: true });
    expect(value(await invoke({ float: true }))).toMatchObject({ errorMessage: 'floating' });
    expect(value(await invoke())).toBe(1);
  });
});

describe('its log group', () => {
  test('gets its lines between those of the platform', async () => {
    const { invoke } = deploy(`export const handler = async () => {
      console.log('hello %s', 'there'); process.stdout.write('{"raw":1}\\n'); };`);
    await invoke();
    await lambda.close();
    const lines = logs.messages.get('/aws/lambda/Fn') ?? [];
    expect(lines[0]).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/);
    expect(lines[1]).toMatch(/^\d{4}-\S+Z\t[0-9a-f-]{36}\tINFO\thello there$/);
    expect(lines[2]).toBe('{"raw":1}');
    expect(lines[3]).toMatch(/^END RequestId: /);
    expect(lines[4]).toMatch(
      /^REPORT RequestId: .*\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB/,
    );
  });

  test('has what was written before the function was ended', async () => {
    const { invoke } = deploy(
      "export const handler = async () => { console.log('last words'); while (true) {} };",
      {
        Timeout: 1,
        LoggingConfig: { LogGroup: '/own/group', LogFormat: 'JSON' },
      },
    );
    await invoke();
    await lambda.close();
    const lines = logs.messages.get('/own/group') ?? [];
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      type: 'platform.start',
      record: { version: '$LATEST' },
    });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ level: 'INFO', message: 'last words' });
    expect(lines[2]).toMatch(/Task timed out after 1\.00 seconds$/);
    expect(JSON.parse(lines[3] ?? '')).toMatchObject({
      type: 'platform.report',
      record: { status: 'timeout' },
    });
  });
});

describe('permission to invoke', () => {
  test('is needed by a role', async () => {
    const { arn } = deploy('export const handler = async () => 1;');
    const { caller } = host.iam.actAs('arn:aws:iam::111122223333:role/worker', 'x', {
      service: 'lambda.amazonaws.com',
    });
    expect(() => lambda.invokeAs(caller, arn, {})).toThrow(
      'not authorized to perform: lambda:InvokeFunction',
    );
  });

  test('is needed by a service, for the source it names', async () => {
    const { arn } = deploy('export const handler = async () => 1;');
    const source = 'arn:aws:execute-api:eu-west-1:111122223333:api1/$default/GET/requests';
    const call = () => lambda.invokeFor('apigateway.amazonaws.com', source, arn, {});
    expect(call).toThrow('may not invoke Fn');
    lambda.provision({
      logicalId: 'Permission',
      type: 'AWS::Lambda::Permission',
      properties: {
        FunctionName: arn,
        Principal: 'apigateway.amazonaws.com',
        SourceArn: 'arn:aws:execute-api:eu-west-1:111122223333:api1/*/*/requests',
      },
    });
    expect(await call()).toMatchObject({ ok: true });
  });
});
