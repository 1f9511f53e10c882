import { readFileSync } from 'node:fs';
import { TrinoSQL } from 'dt-sql-parser';
import { describe, expect, it } from 'vitest';
import { historySql, historyViewColumns } from '../../../core/audit/history/view.ts';
import { questionsAsMarkdown } from '../../../core/audit/questions/document.ts';
import { questionNamed, questions } from '../../../core/audit/questions/index.ts';
import type { Question } from '../../../core/audit/questions/question.ts';
import { fillParameters, statementOf } from '../../../core/audit/questions/statement.ts';

const trino = new TrinoSQL();
const now = Date.parse('2026-11-27T10:00:00.000Z');
const named = questions.map((question) => [question.name, question] as const);

function known(name: string): Question {
  const question = questionNamed(name);
  if (!question) throw new Error(`There is no question ${name}.`);
  return question;
}

function errorsOf(name: string, given: Record<string, string>): string[] {
  const filled = fillParameters(known(name), given, now);
  return filled.ok ? [] : filled.errors.map(({ message }) => message);
}

describe('the questions', () => {
  it('are at least fifteen, each under a name of its own that a command line takes', () => {
    const names = questions.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(15);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it.each(named)('%s is SQL by the grammar of Trino', (_, question) => {
    expect(trino.validate(`${statementOf(question).sql};`)).toEqual([]);
  });

  it('are checked by a grammar that finds what is wrong', () => {
    expect(trino.validate('SELECT time FROM history WHERE GROUP BY;')).not.toEqual([]);
    expect(trino.validate("SELECT count(*) FILTER WHERE type = 'x' FROM history;")).not.toEqual([]);
  });

  it('stand on a view that is SQL by the same grammar', () => {
    expect(trino.validate(`${historySql};`)).toEqual([]);
  });

  it.each(named)('%s names a first day at least wherever it reads the view', (_, { sql }) => {
    const readings = sql.split(/\bFROM (?:history|events|events_parquet)\b/).slice(1);
    expect(readings.length).toBeGreaterThan(0);
    for (const reading of readings) {
      expect(reading).toMatch(
        /^(?: CROSS JOIN UNNEST\(\w+\) AS \w+\([\w, ]+\))?\s+WHERE dt (?:BETWEEN|>=) CAST\(/,
      );
    }
  });

  it.each(named)('%s names columns of the view and parameters of its own only', (_, { sql, parameters }) => {
    const columns = new Set(historyViewColumns.map(({ name }) => name));
    const aliases = new Set([...sql.matchAll(/\bAS (\w+)/g)].map(([, alias]) => alias));
    const lists = [...sql.matchAll(/\bAS \w+\(([\w, ]+)\)/g)].flatMap(([, list = '']) => list.split(', '));
    const functions = new Set([
      'current_timestamp',
      ...[...sql.matchAll(/(\w+)\(/g)].map(([, name]) => name),
    ]);
    const tables = new Set([...sql.matchAll(/\bFROM (\w+)/g)].map(([, name]) => name));
    const names = (sql.replace(/'[^']*'|:\w+/g, '').match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? []).filter(
      (name) =>
        !columns.has(name) &&
        !aliases.has(name) &&
        !lists.includes(name) &&
        !functions.has(name) &&
        !tables.has(name),
    );
    expect(names).toEqual([]);
    const places = statementOf({ sql } as Question).places;
    expect(new Set(places)).toEqual(new Set(Object.keys(parameters)));
  });
});

it('are in the guide for auditors as they are (npm run questions)', () => {
  const guide = readFileSync(new URL('../../../docs/audit-sql.md', import.meta.url), 'utf8');
  expect(guide.split(/<!-- From here on .* -->\n\n/)[1]).toBe(questionsAsMarkdown());
});

describe('the parameters', () => {
  it('have defaults of the day on which they are asked', () => {
    expect(fillParameters(known('rubber-stamps'), {}, now)).toEqual({
      ok: true,
      values: { decisions: '5', from: '2026-10-29', to: '2026-11-27' },
    });
    expect(fillParameters(known('open-access'), {}, now)).toEqual({
      ok: true,
      values: { at: '2026-11-27 10:00:00.000' },
    });
  });

  it('are taken as they are given', () => {
    const given = { person: "o'hara", from: '2026-02-28', to: '2026-03-01' };
    expect(fillParameters(known('by-person'), given, now)).toEqual({ ok: true, values: given });
    expect(fillParameters(known('open-access'), { at: '2026-11-21T14:05Z' }, now)).toEqual({
      ok: true,
      values: { at: '2026-11-21 14:05:00.000' },
    });
  });

  it.each([
    ['by-person', {}, 'person is missing: key of the person in the configuration, such as alice'],
    [
      'by-person',
      { person: '' },
      'person is not as it should be: key of the person in the configuration, such as alice',
    ],
    ['decisions', { from: '2026-02-30' }, 'from is not as it should be: first UTC day, such as 2026-11-01'],
    ['decisions', { from: '2026-11-28' }, 'to is 2026-11-27, which is before from, 2026-11-28'],
    ['most-rows', { limit: '1; DROP' }, 'limit is not as it should be: most rows of the answer, such as 20'],
    [
      'open-access',
      { at: 'noon' },
      'at is not as it should be: the moment, in UTC, such as 2026-11-21T14:05:00Z',
    ],
    ['decisions', { form: '2026-11-28' }, 'decisions has no parameter form; it has from, to'],
    ['decisions', { constructor: 'x' }, 'decisions has no parameter constructor; it has from, to'],
  ])('refuse %s with %j', (name, given, message) => {
    expect(errorsOf(name, given as Record<string, string>)).toEqual([message]);
  });
});
