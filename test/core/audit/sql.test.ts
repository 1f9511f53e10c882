import { expect, it } from 'vitest';
import { askQuestion } from '../../../core/audit/sql.ts';
import { causeOf, inMemory } from '../../support/in-memory.ts';

function world() {
  const memory = inMemory();
  const started: [sql: string, parameters: readonly string[]][] = [];
  const sql = {
    start: async (text: string, parameters: readonly string[] = []) => {
      started.push([text, parameters]);
      return { ok: true, id: 'sql-1' } as const;
    },
    read: async () => undefined,
  };
  return { memory, started, base: { ...memory.base, sql } };
}

it('puts the parameters of a question in as literals, never into its text', async () => {
  const { memory, started, base } = world();
  const parameters = { person: "o'hara' OR '1'='1", from: '2026-11-01', to: '2026-11-02' };
  const asked = await askQuestion(base, memory.person('carol'), causeOf('carol'), {
    name: 'by-person',
    parameters,
  });
  expect(asked).toEqual({ ok: true, value: 'sql-1' });
  const [text = '', values] = started[0] ?? [];
  expect(text).not.toContain('hara');
  const person = "'o''hara'' OR ''1''=''1'";
  expect(values).toEqual(["'2026-11-01'", "'2026-11-02'", person, person]);
  expect(text.split('?')).toHaveLength((values?.length ?? 0) + 1);
});

it('records the question and its parameters, redacted, before it runs', async () => {
  const { memory, base } = world();
  const parameters = { person: 'jo@example.com', from: '2026-11-01', to: '2026-11-02' };
  await askQuestion(base, memory.person('carol'), causeOf('carol'), { name: 'by-person', parameters });
  expect(memory.world.events).toMatchObject([
    {
      type: 'audit.queried',
      actor: 'carol',
      detail: expect.stringMatching(/^by-person person=\[email:\w+\] from=2026-11-01 to=2026-11-02$/),
      query: expect.stringContaining('requester = ?'),
    },
  ]);
});

it.each([
  ['no-such', {}, 'not-found', 'There is no question “no-such”. There are who-saw-what, by-person'],
  ['by-person', {}, 'sql-refused', 'person is missing'],
])('refuses %s', async (name, parameters, code, detail) => {
  const { memory, started, base } = world();
  const asked = await askQuestion(base, memory.person('carol'), causeOf('carol'), { name, parameters });
  expect(asked).toMatchObject({ ok: false, refusal: { code, detail: expect.stringContaining(detail) } });
  expect(started).toEqual([]);
});

it('refuses whoever may not query the evidence', async () => {
  const { memory, started, base } = world();
  const asked = await askQuestion(base, memory.person('alice'), causeOf('alice'), {
    name: 'decisions',
    parameters: {},
  });
  expect(asked).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  expect(started).toEqual([]);
});
