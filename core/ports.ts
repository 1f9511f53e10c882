import type { AccessRequest } from './access/request.ts';
import type { Cause } from './audit/cause.ts';
import type { AuditEvent } from './audit/event.ts';
import type { Question } from './policy/authorize.ts';
import type { Config } from './policy/config.ts';
import type { QueryRun } from './query/run.ts';

/** What the domain needs from the outside. Adapters provide it; tests provide it in memory. */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Ids {
  /** A ULID of that moment; later calls sort after earlier ones. */
  ulid(atMs: number): string;
  /** 192 bits of randomness in base64url, 32 characters. */
  secret(): string;
}

export interface Digest {
  /** SHA-256 in lower-case hexadecimal. */
  sha256(text: string): string;
}

/** Access requests. Reads of one item are strongly consistent; lists may lag by seconds. */
export interface RequestStore {
  get(id: string): Promise<AccessRequest | undefined>;
  /** False when the id is taken. */
  insert(request: AccessRequest): Promise<boolean>;
  /** Replaces the version before `request.version`; false when it has changed in between. */
  replace(request: AccessRequest): Promise<boolean>;
  byRequester(person: string, limit: number): Promise<AccessRequest[]>;
  byState(state: AccessRequest['state'], limit: number): Promise<AccessRequest[]>;
  /** Requests whose outbox is not empty or whose workflow is missing, oldest first. */
  needingAttention(limit: number): Promise<AccessRequest[]>;
}

export interface RunStore {
  get(requestId: string, handle: string): Promise<QueryRun | undefined>;
  insert(run: QueryRun): Promise<void>;
  /** Sets the state unless the run has already ended; false when it had. */
  advance(run: QueryRun, next: QueryRun): Promise<boolean>;
  ofRequest(requestId: string): Promise<QueryRun[]>;
}

/** The evidence: `write` resolves when the event is durable in the locked bucket. */
export interface Evidence {
  write(event: AuditEvent): Promise<Written>;
}

/** An event that is durable. Nobody is answered before its fast copy has been written, too. */
export interface Written {
  copied: Promise<void>;
}

/** The fast copy of the evidence. */
export interface Timeline {
  ofRequest(requestId: string, limit: number, after?: string): Promise<AuditEvent[]>;
  ofDay(day: string, limit: number, after?: string): Promise<{ events: AuditEvent[]; next?: string }>;
}

export interface Link {
  requestId: string;
  person: string;
  termsDigest: string;
  expiresAt: number;
  usedAt?: number;
}

export type WaitStage = 'decision' | 'hold' | 'review';

/** Single-use secrets, of which only hashes are kept, and task tokens of waiting workflow tasks. */
export interface TokenStore {
  putLink(hash: string, link: Link): Promise<void>;
  getLink(hash: string): Promise<Link | undefined>;
  /** False when it was used before. */
  useLink(hash: string, at: number): Promise<boolean>;
  putTask(requestId: string, stage: WaitStage, taskToken: string, expiresAt: number): Promise<void>;
  getTask(requestId: string, stage: WaitStage): Promise<string | undefined>;
}

export interface WorkflowInput {
  requestId: string;
  kind: 'standard' | 'break-glass';
  correlationId: string;
  approvalWindowSeconds: number;
}

export interface Workflow {
  /** Starts the execution named by the request; one that is there already is fine. */
  start(input: WorkflowInput): Promise<void>;
}

export interface WaitingTasks {
  /** Completes a waiting task. A task that is gone is fine: whoever took its place re-reads the state. */
  complete(taskToken: string, output: Record<string, string>): Promise<void>;
}

export interface GrantKey {
  /** HMAC-SHA-256 of the message under a key of this grant and purpose. */
  mac(purpose: 'pseudonym' | 'evidence' | 'page' | 'form', message: string): Uint8Array;
}

/** Keys that are derived when needed and never stored. */
export interface Keys {
  ofGrant(requestId: string): Promise<GrantKey>;
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface Notifier {
  mail(mail: Mail): Promise<void>;
  publish(subject: string, text: string): Promise<void>;
}

/** What a session is minted for; its mint is recorded before it happens. */
export interface SessionScope {
  request: AccessRequest;
  /** The session allows nothing after this moment. */
  expiresAt: number;
  cause: Cause;
}

/** Mints a session of the starter role; rejects when the scope's policy does not allow it. */
export interface SessionProbe {
  prove(session: SessionScope): Promise<void>;
}

export interface StartQuery {
  logGroups: readonly string[];
  query: string;
  fromMs: number;
  toMs: number;
  limit: number;
}

export type StartedQuery =
  | { ok: true; queryId: string }
  | { ok: false; reason: 'malformed' | 'busy'; detail: string };

export interface QueryStarter {
  start(session: SessionScope, query: StartQuery): Promise<StartedQuery>;
}

export interface RawResults {
  status: 'running' | 'complete' | 'failed' | 'stopped';
  rows: ReadonlyMap<string, string>[];
  matchedRecords: number;
  scannedBytes: number;
}

export interface ResultReader {
  read(session: SessionScope, queryId: string): Promise<RawResults>;
}

export interface QueryStopper {
  /** A query that has ended already is fine. */
  stop(requestId: string, queryId: string): Promise<void>;
}

export interface Authorizer {
  /** The ids of the policies that decided; allowed only when a permit holds and no forbid does. */
  decide(question: Question): { allowed: boolean; policies: string[] };
}

/** What every use case has at hand. */
export interface Base {
  config: Config;
  rulesVersion: string;
  clock: Clock;
  ids: Ids;
  digest: Digest;
  keys: Keys;
  evidence: Evidence;
  requests: RequestStore;
}
