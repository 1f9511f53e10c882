import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

/** Nine requests that are nobody's. */
async function knockAbout(person: string): Promise<void> {
  const client = await site.client(person);
  for (let attempt = 0; attempt < 9; attempt += 1) {
    const id = `req-${String(attempt).padStart(26, '0')}`;
    await expect(client('getRequest', { params: { id } })).rejects.toThrow();
  }
}

const raised = async () => (await site.evidence()).filter(({ type }) => type === 'watch.raised');
const told = async () =>
  (await site.mails()).filter(({ subject }) => subject.startsWith('Vitrine watch: many refused calls'));

it('tells evidence and alerts topic of many denied calls, each time once', async () => {
  await knockAbout('alice');
  site.stack.advanceClock(61_000);
  const [event] = await eventually(raised, (found) => found.length === 1, 30_000);
  expect(event).toMatchObject({ rule: 'deniedCalls', concerns: 'alice', measured: 9, threshold: 8 });
  expect(event?.evidence).toHaveLength(9);
  const [message] = await eventually(told, (found) => found.length === 1, 30_000);
  expect(message?.text).toContain(event?.evidence?.[0]);

  // What is found in a later run shows that there was one.
  await knockAbout('bob');
  site.stack.advanceClock(61_000);
  const both = await eventually(raised, (found) => found.length === 2, 30_000);
  expect(both.map(({ concerns }) => concerns)).toEqual(['alice', 'bob']);
  expect(await eventually(told, (found) => found.length >= 2, 30_000)).toHaveLength(2);
});
