import { createHash } from 'node:crypto';
import { cedarAuthorizer } from '../../adapters/cedar/authorizer.ts';
import { grantKey } from '../../adapters/kms/keys.ts';
import type { AccessRequest } from '../../core/access/request.ts';
import type { Cause } from '../../core/audit/cause.ts';
import type { AuditEvent } from '../../core/audit/event.ts';
import { Authorization } from '../../core/policy/authorize.ts';
import { type Config, parseConfig } from '../../core/policy/config.ts';
import { type Person, personNamed } from '../../core/policy/directory.ts';
import type {
  Link,
  Mail,
  RawResults,
  SessionScope,
  StartedQuery,
  StartQuery,
  WorkflowInput,
} from '../../core/ports.ts';
import { hasEnded, type QueryRun } from '../../core/query/run.ts';
import { sampleConfig } from './sample-config.ts';

const authorizer = cedarAuthorizer(
  new URL('../../policies/', import.meta.url),
  new URL('../../node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm', import.meta.url),
);

export const startOfTime = Date.parse('2026-11-21T05:00:00.000Z');

/**
 * The outside world of the domain, in memory. Every port can be made to fail, and the clock stands until it is moved.
 */
export function inMemory(configure: (config: ReturnType<typeof sampleConfig>) => void = () => {}) {
  const input = sampleConfig();
  configure(input);
  const config: Config = parseConfig(input);
  let now = startOfTime;
  let counter = 0;
  const stored = new Map<string, AccessRequest>();
  const runs = new Map<string, QueryRun>();
  const links = new Map<string, Link>();
  const tasks = new Map<string, string>();
  const world = {
    events: [] as AuditEvent[],
    mails: [] as Mail[],
    published: [] as { subject: string; text: string }[],
    executions: [] as WorkflowInput[],
    completed: [] as { taskToken: string; output: Record<string, string> }[],
    startedQueries: [] as StartQuery[],
    stoppedQueries: [] as string[],
    mints: [] as SessionScope[],
    raw: { status: 'complete', rows: [], matchedRecords: 0, scannedBytes: 0 } as RawResults,
    nextStart: { ok: true, queryId: 'cwl-1' } as StartedQuery,
    fail: new Set<'evidence' | 'copy' | 'workflow' | 'mail' | 'topic' | 'session'>(),
    /** Runs at the moment a port is used, to let things happen in between. */
    during: new Map<'start-query' | 'read-results' | 'replace', () => Promise<void> | void>(),
  };
  const failing = (port: 'evidence' | 'workflow' | 'mail' | 'topic' | 'session') => {
    if (world.fail.has(port)) throw new Error(`The ${port} refuses.`);
  };
  const happen = async (moment: 'start-query' | 'read-results' | 'replace') => {
    const act = world.during.get(moment);
    world.during.delete(moment);
    await act?.();
  };

  const base = {
    config,
    rulesVersion: 'rules-1',
    siteUrl: 'https://vitrine.example',
    clock: { now: () => now },
    ids: {
      ulid: () => `01K0000000${String(counter++).padStart(16, '0')}`,
      secret: () => `secret-${String(counter++).padStart(25, '0')}`,
    },
    digest: { sha256: (text: string) => createHash('sha256').update(text).digest('hex') },
    keys: { ofGrant: async (id: string) => keyOf(id) },
    authorization: new Authorization(authorizer, config),
    evidence: {
      async write(event: AuditEvent) {
        failing('evidence');
        if (!world.events.some(({ id }) => id === event.id)) world.events.push(event);
        const copied = world.fail.has('copy')
          ? Promise.reject(new Error('The copy refuses.'))
          : Promise.resolve();
        copied.catch(() => {});
        return { copied };
      },
    },
    requests: {
      get: async (id: string) => structuredClone(stored.get(id)),
      async insert(request: AccessRequest) {
        if (stored.has(request.id)) return false;
        stored.set(request.id, structuredClone(request));
        return true;
      },
      async replace(request: AccessRequest) {
        await happen('replace');
        if (stored.get(request.id)?.version !== request.version - 1) return false;
        stored.set(request.id, structuredClone(request));
        return true;
      },
      byRequester: async (person: string) =>
        [...stored.values()].filter(({ terms }) => terms.requester === person),
      byState: async (state: string) => [...stored.values()].filter((request) => request.state === state),
      needingAttention: async () =>
        [...stored.values()].filter(({ outbox, workflow }) => outbox.length > 0 || workflow === 'missing'),
    },
    runs: {
      get: async (_: string, handle: string) => runs.get(handle),
      async insert(run: QueryRun) {
        runs.set(run.handle, run);
      },
      async advance(run: QueryRun, next: QueryRun) {
        const current = runs.get(run.handle);
        if (!current || hasEnded(current)) return false;
        runs.set(run.handle, { ...current, ...next });
        return true;
      },
      ofRequest: async (id: string) => [...runs.values()].filter((run) => run.requestId === id),
    },
    tokens: {
      async putLink(hash: string, link: Link) {
        links.set(hash, link);
      },
      getLink: async (hash: string) => links.get(hash),
      async useLink(hash: string, at: number) {
        const link = links.get(hash);
        if (!link || link.usedAt !== undefined) return false;
        links.set(hash, { ...link, usedAt: at });
        return true;
      },
      async putTask(id: string, stage: string, taskToken: string) {
        tasks.set(`${id}/${stage}`, taskToken);
      },
      getTask: async (id: string, stage: string) => tasks.get(`${id}/${stage}`),
    },
    workflow: {
      async start(given: WorkflowInput) {
        failing('workflow');
        world.executions.push(given);
      },
    },
    waiting: {
      async complete(taskToken: string, output: Record<string, string>) {
        world.completed.push({ taskToken, output });
      },
    },
    notifier: {
      async mail(mail: Mail) {
        failing('mail');
        world.mails.push(mail);
      },
      async publish(subject: string, text: string) {
        failing('topic');
        world.published.push({ subject, text });
      },
    },
    sessions: {
      async prove(scope: SessionScope) {
        failing('session');
        world.mints.push(scope);
      },
    },
    starter: {
      async start(scope: SessionScope, query: StartQuery) {
        failing('session');
        world.mints.push(scope);
        world.startedQueries.push(query);
        await happen('start-query');
        return world.nextStart;
      },
    },
    reader: {
      async read() {
        await happen('read-results');
        return world.raw;
      },
    },
    stopper: {
      async stop(_: string, queryId: string) {
        world.stoppedQueries.push(queryId);
      },
    },
  };
  return {
    base,
    world,
    stored,
    advance(ms: number) {
      now += ms;
    },
    person: (key: string): Person => {
      const person = personNamed(config, key);
      if (!person) throw new Error(`Nobody is called ${key}.`);
      return person;
    },
  };
}

export const causeOf = (person: string): Cause => ({
  actor: { person, via: 'api', subject: person, ip: '198.51.100.7', userAgent: 'test' },
  correlationId: `corr-${person}`,
});

/** Unwraps a good outcome; a refusal fails the test with its words. */
export function good<T>(
  outcome: { ok: true; value: T } | { ok: false; refusal: { code: string; detail: string } },
): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`Refused: ${outcome.refusal.code}: ${outcome.refusal.detail}`);
}

export function codeOf(outcome: { ok: boolean; refusal?: { code: string } }): string | undefined {
  return outcome.ok ? undefined : outcome.refusal?.code;
}

const keys = new Map<string, ReturnType<typeof grantKey>>();
function keyOf(id: string) {
  const key = keys.get(id) ?? grantKey(createHash('sha256').update(id).digest());
  keys.set(id, key);
  return key;
}
