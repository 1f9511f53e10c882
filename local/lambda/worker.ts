/** The thread in which one function runs: loads its bundle once, then answers invocations one at a time. */

import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, FunctionError, Invocation, WorkerSetup } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

const setup = workerData as WorkerSetup;
let requestId = '';

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}

/**
 * A worker's own stdout is piped late and lost when the thread is ended, so everything written is posted at once.
 * `console` lines carry what Lambda's runtime puts before them.
 */
function captureOutput(): void {
  const write = (chunk: unknown): boolean => {
    const text = chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : String(chunk);
    for (const line of text.split('\n')) if (line !== '') send({ kind: 'output', message: line });
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
  const levels = {
    debug: 'DEBUG',
    log: 'INFO',
    info: 'INFO',
    warn: 'WARN',
    error: 'ERROR',
    trace: 'TRACE',
  } as const;
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, string][]) {
    console[method] = (...values: unknown[]) => {
      const timestamp = new Date().toISOString();
      const text = format(...values);
      const message =
        setup.logFormat === 'JSON'
          ? JSON.stringify({ timestamp, level, requestId, message: text })
          : `${timestamp}\t${requestId || 'undefined'}\t${level}\t${text}`;
      send({ kind: 'output', message });
    };
  }
}

/** Lets the function's clock run ahead by what the runner says, so that hours can pass within a test. */
function shiftClock(ahead: Float64Array): void {
  const RealDate = Date;
  const now = (): number => RealDate.now() + (ahead[0] ?? 0);
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given: [], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}

async function load(): Promise<Handler> {
  const module: Record<string, unknown> = await import(pathToFileURL(setup.modulePath).href);
  const exported =
    module[setup.exportName] ?? (module['default'] as Record<string, unknown>)?.[setup.exportName];
  if (typeof exported !== 'function') {
    throw Object.assign(new Error(`${setup.exportName} is undefined or not exported`), {
      name: 'Runtime.HandlerNotFound',
    });
  }
  return exported as Handler;
}

function contextOf({ timeoutMs }: Invocation): object {
  const deadline = performance.now() + timeoutMs;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: setup.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: setup.functionArn,
    memoryLimitInMB: String(setup.memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: setup.logGroup,
    logStreamName: setup.logStream,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}

async function run(handler: Handler, invocation: Invocation): Promise<void> {
  requestId = invocation.requestId;
  try {
    const answer = await handler(invocation.event, contextOf(invocation));
    send({ kind: 'done', payload: JSON.stringify(answer) ?? 'null' });
  } catch (error) {
    const described = describe(error);
    console.error('Invoke Error', JSON.stringify(described));
    send({ kind: 'failed', error: described });
  }
}

if (setup.clockAheadMs) shiftClock(setup.clockAheadMs);
captureOutput();
try {
  const handler = await load();
  parentPort?.on('message', (invocation: Invocation) => run(handler, invocation));
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'unusable', error: describe(error) });
}
