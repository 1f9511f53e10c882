import { describe, expect, it } from 'vitest';
import { plan } from '../../../core/insights/plan.ts';
import { parseConfig, scopeNamed } from '../../../core/policy/config.ts';
import { fieldHints } from '../../../core/query/hints.ts';
import { sampleConfig } from '../../support/sample-config.ts';
import { queryFrom } from '../insights/trees.ts';

function hints(text: string, events: Record<string, string>[], plainFields = ['level', 'status']) {
  const config = sampleConfig();
  Object.assign(config.scopes['checkout-prod'] ?? {}, { plainFields });
  const scope = scopeNamed(parseConfig(config), 'checkout-prod');
  if (!scope) throw new Error('The sample has no scope checkout-prod.');
  const planned = plan(queryFrom(text), { level: 'standard', plainFields });
  return fieldHints({
    plan: planned,
    residual: planned.residual,
    events: events.map((event) => new Map(Object.entries(event))),
    scope,
    times: { now: 0 },
  });
}

describe('hints', () => {
  it('name a field that no event has, with the one that may be meant', () => {
    expect(hints('fields userid, user', [{ userId: 'u1', user: 'bob' }])).toEqual([
      'None of the events has a field `userid`. Did you mean `userId`?',
    ]);
    expect(hints('filter levle = "ERROR"', [])).toEqual([
      'No event matched. Check that the events have a field `levle`. Did you mean `level`?',
    ]);
  });

  it('do not tell of events that only a search of raw text has let through', () => {
    const query = 'filter @message like "Hunter" | fields nosuch';
    const hidden = { '@message': 'password=[password:7k2f9qx3m1bw]', nosuch: 'x' };
    expect(hints(query, [hidden])).toEqual(hints(query, []));
  });

  it('guess nothing that is far from what was written', () => {
    expect(hints('fields frobnication', [{ user: 'bob' }])).toEqual([
      'None of the events has a field `frobnication`.',
    ]);
    expect(hints(`fields ${'x'.repeat(5_000)}`, [{ user: 'bob' }])[0]).not.toMatch(/Did you mean/);
  });

  it('say nothing of system fields, plain fields, names the query gives, and aggregates of plain fields', () => {
    expect(hints('fields @requestId, level', [{ user: 'bob' }])).toEqual([]);
    expect(hints('parse @message "a=*" as b | fields b', [{ '@message': 'x' }])).toEqual([]);
    expect(hints('stats count(*) by status', [])).toEqual([]);
  });
});
