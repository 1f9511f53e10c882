import { expect, it } from 'vitest';
import { routes } from '../../contract/routes.ts';

const good = { report: 'weekly-2026-11-16', item: 'a-3' };

it.each([
  ['a path', { ...good, report: 'weekly-2026-11-16/../../events' }],
  ['a path that is encoded', { ...good, report: '..%2Fevents' }],
  ['a line break behind', { ...good, report: 'weekly-2026-11-16\n' }],
  ['another key of the table', { ...good, report: 'req-01k0000000000000000000000a' }],
  ['what every object has', { ...good, item: '__proto__' }],
  ['a place in an expression', { ...good, item: 'a-1 REMOVE signed' }],
  ['a list', { ...good, item: ['a-1'] }],
])('E23 a report or item that is %s is none', (_, params) => {
  expect(routes.signReportItem.params.safeParse(good).success).toBe(true);
  expect(routes.signReportItem.params.safeParse(params).success).toBe(false);
});

it.each(["x' OR '1", 'a/../b', 'a b', ''])('E40 a statement’s id that is %j is none', (queryId) => {
  expect(routes.getSqlResults.params.safeParse({ queryId }).success).toBe(false);
});

it('E23 nobody signs for another, as there is no field for it', () => {
  const signed = { outcome: 'accepted', note: 'looked at it' };
  expect(routes.signReportItem.body.safeParse(signed).success).toBe(true);
  expect(routes.signReportItem.body.safeParse({ ...signed, by: 'carol' }).success).toBe(false);
  expect(
    routes.holdRequest.body.safeParse({ hold: false, reason: 'it is over now', by: 'carol' }).success,
  ).toBe(false);
});
