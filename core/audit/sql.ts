import type { ForPeople } from '../access/load.ts';
import type { Person } from '../policy/directory.ts';
import { redactionSettings } from '../policy/redaction.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Cause } from './cause.ts';
import { record } from './record.ts';
import { evidenceMac, redactorFor } from './redacted-text.ts';

export interface SqlPage {
  state: 'running' | 'complete' | 'failed' | 'stopped';
  columns: { name: string; type: string }[];
  rows: (string | null)[][];
  scannedBytes?: number;
  error?: string;
  nextPageToken?: string;
}

type SqlStart = { ok: true; id: string } | { ok: false; detail: string };

/** Athena over the evidence. */
export interface SqlEngine {
  start(sql: string): Promise<SqlStart>;
  /** Undefined for an id this workgroup does not know. */
  read(id: string, pageToken?: string): Promise<SqlPage | 'bad-page-token' | undefined>;
}

type Querying = ForPeople & { sql: SqlEngine };

/** Starts one reading statement over the evidence, recorded before it runs. */
export async function startSql(
  base: Querying,
  person: Person,
  cause: Cause,
  sql: string,
): Promise<Outcome<string>> {
  const allowed = base.authorization.onInstallation(person, 'queryAudit');
  if (!allowed.ok) return allowed;
  if (!isReading(sql)) {
    return refuse(
      'sql-refused',
      'Send one statement that begins with SELECT or WITH, without a semicolon inside.',
      {
        errors: [{ field: 'sql', message: 'one SELECT or WITH statement' }],
      },
    );
  }
  const key = await base.keys.ofGrant('audit');
  await record(base, cause, 'audit.queried', {
    query: redactorFor(key, redactionSettings(base.config, { redaction: 'strict' })).redact(sql).text,
    query_mac: evidenceMac(key, sql),
  });
  const started = await base.sql.start(sql);
  return started.ok ? done(started.id) : refuse('sql-refused', started.detail);
}

/** Reads the state and a page of rows of a statement. */
export async function readSql(
  base: Querying,
  person: Person,
  id: string,
  pageToken?: string,
): Promise<Outcome<SqlPage>> {
  const allowed = base.authorization.onInstallation(person, 'queryAudit');
  if (!allowed.ok) return allowed;
  const page = await base.sql.read(id, pageToken);
  if (page === undefined) return refuse('not-found', `There is no statement ${id}.`);
  if (page === 'bad-page-token') {
    return refuse('invalid-page-token', 'Send the nextPageToken of the last page as it was, or none.');
  }
  return done(page);
}

/**
 * Whether a statement only reads. This is for a clear answer; what holds is the role, which may write nothing but results.
 */
function isReading(sql: string): boolean {
  const bare = sql
    .replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, "''")
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .trim()
    .replace(/;\s*$/, '');
  return /^(?:select|with)\b/i.test(bare) && !bare.includes(';');
}
