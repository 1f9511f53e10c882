import { describe, expect, it } from 'vitest';
import { askQuestion, readSql, type SqlPage, startSql } from '../../../../core/audit/sql.ts';
import { causeOf, codeOf, good, inMemory } from '../../../support/in-memory.ts';

/** What carol, an auditor, sends to Athena; what she is not to is not in `started`. */
function world() {
  const at = inMemory();
  const started: { sql: string; parameters: readonly string[] }[] = [];
  const rows: SqlPage = { state: 'complete', columns: [{ name: 'n', type: 'bigint' }], rows: [['7']] };
  const pages = new Map<string, SqlPage | 'bad-page-token'>([
    ['done', rows],
    ['running', { state: 'running', columns: [], rows: [] }],
  ]);
  const sql = {
    start: async (text: string, parameters: readonly string[] = []) => {
      started.push({ sql: text, parameters });
      return { ok: true, id: 'sql-1' } as const;
    },
    read: async (id: string, token?: string) => (token === 'forged' ? 'bad-page-token' : pages.get(id)),
  };
  const base = { ...at.base, sql };
  const as = (who: string) => [base, at.person(who), causeOf(who)] as const;
  return { ...at, base, started, as };
}

describe('SQL over the evidence', () => {
  it.each([
    ['E31 a second statement', 'SELECT 1; DROP TABLE events'],
    ['E31 another kind of statement', 'INSERT INTO events SELECT 1'],
    [
      'E31 one that writes elsewhere',
      "UNLOAD (SELECT * FROM events) TO 's3://theirs/' WITH (format = 'JSON')",
    ],
    [
      'E32 a quote in a comment that hides the statement',
      "/*'*/ UNLOAD (SELECT 1) TO /*'*/ 's3://theirs/' --'*/ SELECT",
    ],
    ['E32 the same in a comment of a line', "--'\nDROP TABLE events --'\nSELECT 1"],
    ['E32 a second statement behind a quote in a comment', "SELECT 1 --'\n; DROP TABLE events --'"],
    ['E32 the beginning in a comment', '/* SELECT */ DROP TABLE events'],
  ])('%s', async (_, sql) => {
    const { started, as } = world();
    expect(codeOf(await startSql(...as('carol'), sql))).toBe('sql-refused');
    expect(started).toEqual([]);
  });

  it.each([
    "SELECT ';' AS \"a;b\" FROM events -- it's all; of it\n/* ' ; */ WHERE dt > date '2026-11-01';",
    "-- who's who\nWITH a AS (SELECT 'it''s -- no comment' AS x) SELECT x FROM a",
  ])('is taken with quotes and comments that are what they look like: %s', async (sql) => {
    const { started, as } = world();
    good(await startSql(...as('carol'), sql));
    expect(started).toMatchObject([{ sql }]);
  });

  it.each([
    ['E33 the end of the literal', "x' OR '1'='1"],
    ['E33 a backslash before it', "x\\' OR 1=1 --"],
    ['E33 another place', '? :from'],
    ['E33 a line break', "x\n'; DROP TABLE events"],
  ])('%s in a parameter stays within the literal', async (_, person) => {
    const { started, as } = world();
    const parameters = { person, from: '2026-11-01', to: '2026-11-02' };
    good(await askQuestion(...as('carol'), { name: 'by-person', parameters }));
    const [{ sql = '', parameters: given = [] } = {}] = started;
    expect(sql).not.toContain(person);
    const literals = given.filter((text) => text.includes('x') || text.includes('?'));
    expect(literals.length).toBeGreaterThan(0);
    // As SQL reads it: one text between quotes, in which two stand for one.
    for (const text of literals) {
      expect(text).toMatch(/^'(?:[^']|'')*'$/);
      expect(text.slice(1, -1).replaceAll("''", "'")).toBe(person);
    }
  });

  it.each([
    ['E34 a day that is SQL', { from: "2026-11-01' AND '1" }],
    ['E34 a day that is none', { from: '2026-02-31' }],
    ['E34 a parameter that the question does not have', { limit: '1' }],
    ['E34 one of every object', { constructor: 'x' }],
  ])('%s is refused', async (_, more: Record<string, string>) => {
    const { started, as } = world();
    const parameters = { person: 'alice', from: '2026-11-01', to: '2026-11-02', ...more };
    expect(codeOf(await askQuestion(...as('carol'), { name: 'by-person', parameters }))).toBe('sql-refused');
    expect(started).toEqual([]);
  });

  it('E35 asked or read by who is no auditor: refused, on record by its caller', async () => {
    const { started, as, base, person } = world();
    expect(codeOf(await startSql(...as('sam'), 'SELECT 1'))).toBe('not-allowed');
    expect(codeOf(await readSql(base, person('alice'), causeOf('alice'), { id: 'done' }))).toBe(
      'not-allowed',
    );
    expect(started).toEqual([]);
  });

  it('E36 rows of another’s statement are on record before they are handed out', async () => {
    const { as, base, person, world: outside } = world();
    good(await readSql(...as('carol'), { id: 'running' }));
    expect(outside.events).toEqual([]);
    good(await readSql(...as('carol'), { id: 'done' }));
    expect(outside.events).toMatchObject([
      { type: 'audit.read', actor: 'carol', detail: 'rows of statement done' },
    ]);
    outside.fail.add('evidence');
    await expect(readSql(base, person('carol'), causeOf('carol'), { id: 'done' })).rejects.toThrow();
  });

  it('E37 a place in the rows that nobody gave out', async () => {
    const { as } = world();
    expect(codeOf(await readSql(...as('carol'), { id: 'done', pageToken: 'forged' }))).toBe(
      'invalid-page-token',
    );
  });

  it('E38 a secret in the text of a statement does not stay in the evidence', async () => {
    const { as, world: outside } = world();
    good(await startSql(...as('carol'), "SELECT * FROM events WHERE actor = 'bob@example.com'"));
    expect(JSON.stringify(outside.events)).not.toContain('bob@');
  });
});
