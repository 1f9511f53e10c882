import { encodeTime } from 'ulid';
import { afterEach, expect, it, vi } from 'vitest';
import { evidenceKey } from '../../core/audit/event.ts';
import { ledgerHandler } from '../../lambdas/ledger/handler.ts';
import { metrics } from '../../lambdas/observability.ts';
import { HistoryWorld } from '../support/history-world.ts';
import { bareEvent } from '../support/whole-events.ts';

const hourMs = 60 * 60_000;

afterEach(() => {
  vi.restoreAllMocks();
});

it('measures how far the copy for SQL lags also when it cannot be written', async () => {
  const measured = vi.spyOn(metrics, 'addMetric').mockReturnValue(metrics);
  const world = new HistoryWorld();
  world.now = Date.parse('2026-11-21T05:12:00.000Z');
  const id = `${encodeTime(world.now)}${'A'.repeat(16)}`;
  const event = { ...bareEvent('request.submitted'), id, time: new Date(world.now).toISOString() };
  world.put(evidenceKey(event), `${JSON.stringify(event)}\n`);
  const handler = ledgerHandler(async () => {
    const { store, ...compaction } = world.compaction();
    const refusing = { ...store, putRange: () => Promise.reject(new Error('denied')) };
    const keepRules = async () => {};
    return { ledger: world.ledger(), compaction: { ...compaction, store: refusing }, keepRules };
  });
  const run = () => handler({}, { functionName: 'ledger', awsRequestId: 'run' } as never);
  await expect(run()).rejects.toThrow('denied');
  world.now += 4 * hourMs;
  await expect(run()).rejects.toThrow('denied');
  expect(measured.mock.calls).toEqual([
    ['HistoryLag', 'Seconds', 0],
    ['HistoryLag', 'Seconds', 14_400],
  ]);
});
