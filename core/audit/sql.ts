import type { ForPeople } from '../access/load.ts';
import type { Person } from '../policy/directory.ts';
import { redactionSettings } from '../policy/redaction.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Cause } from './cause.ts';
import { questionNamed, questions } from './questions/index.ts';
import { fillParameters, literal, statementOf } from './questions/statement.ts';
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
  /** Parameters are literals of SQL, one for each `?`. */
  start(sql: string, parameters?: readonly string[]): Promise<SqlStart>;
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
  return startRecorded(base, cause, { sql });
}

/** Starts a question that has a name, recorded with its parameters before it runs. */
export async function askQuestion(
  base: Querying,
  person: Person,
  cause: Cause,
  { name, parameters }: { name: string; parameters: Readonly<Record<string, string>> },
): Promise<Outcome<string>> {
  const allowed = base.authorization.onInstallation(person, 'queryAudit');
  if (!allowed.ok) return allowed;
  const question = questionNamed(name);
  if (!question) {
    const known = questions.map((each) => each.name).join(', ');
    return refuse('not-found', `There is no question “${name}”. There are ${known}.`);
  }
  const filled = fillParameters(question, parameters, base.clock.now());
  if (!filled.ok) {
    return refuse('sql-refused', filled.errors.map(({ message }) => `${message}.`).join(' '), {
      errors: filled.errors.map(({ field, message }) => ({ field: `parameters.${field}`, message })),
    });
  }
  const { sql, places } = statementOf(question);
  const given = Object.entries(filled.values).map(([parameter, value]) => `${parameter}=${value}`);
  return startRecorded(base, cause, {
    sql,
    detail: [name, ...given].join(' '),
    parameters: places.map((place) => literal(filled.values[place] ?? '')),
  });
}

/** The digest is of the statement and its parameters exactly; what is written out is redacted. */
async function startRecorded(
  base: Querying,
  cause: Cause,
  { sql, detail, parameters = [] }: { sql: string; detail?: string; parameters?: readonly string[] },
): Promise<Outcome<string>> {
  const key = await base.keys.ofGrant('audit');
  const redactor = redactorFor(key, redactionSettings(base.config, { redaction: 'strict' }));
  await record(base, cause, 'audit.queried', {
    query: redactor.redact(sql).text,
    query_mac: evidenceMac(key, parameters.length === 0 ? sql : JSON.stringify([sql, ...parameters])),
    ...(detail !== undefined && { detail: redactor.redact(detail).text }),
  });
  const started = await base.sql.start(sql, parameters);
  return started.ok ? done(started.id) : refuse('sql-refused', started.detail);
}

/** Reads the state and a page of rows of a statement, whoever has started it. That somebody has seen rows is recorded first. */
export async function readSql(
  base: Querying,
  person: Person,
  cause: Cause,
  { id, pageToken }: { id: string; pageToken?: string | undefined },
): Promise<Outcome<SqlPage>> {
  const allowed = base.authorization.onInstallation(person, 'queryAudit');
  if (!allowed.ok) return allowed;
  const page = await base.sql.read(id, pageToken);
  if (page === undefined) return refuse('not-found', `There is no statement ${id}.`);
  if (page === 'bad-page-token') {
    return refuse('invalid-page-token', 'Send the nextPageToken of the last page as it was, or none.');
  }
  if (page.state === 'complete')
    await record(base, cause, 'audit.read', { detail: `rows of statement ${id}` });
  return done(page);
}

/**
 * Whether a statement only reads. This is for a clear answer; what holds is the role, which may write nothing but results.
 */
function isReading(sql: string): boolean {
  const bare = sql
    // At once, as a quote in a comment opens no text, and dashes in a text no comment.
    .replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\r\n]*|\/\*[\s\S]*?\*\//g, (part) =>
      part.startsWith('-') || part.startsWith('/') ? ' ' : "''",
    )
    .trim()
    .replace(/;\s*$/, '');
  return /^(?:select|with)\b/i.test(bare) && !bare.includes(';');
}
