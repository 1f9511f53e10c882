import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../../core/audit/event.ts';
import { findAll } from '../../../../core/audit/watch/rules.ts';
import { tallyOf } from '../../../../core/audit/watch/tally.ts';
import { parseConfig } from '../../../../core/policy/config.ts';
import { sampleConfig } from '../../../support/sample-config.ts';

const secret = 'hunter2xyz';
/** The pieces of a value from the front, each a character longer. */
const steps = Array.from({ length: 8 }, (_, index) => secret.slice(0, index + 1));

function started(query: string, index: number, details: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: `event-${String(index).padStart(4, '0')}`,
    version: 1,
    time: new Date(Date.parse('2026-11-25T10:00:00.000Z') + index * 30_000).toISOString(),
    type: 'query.started',
    outcome: 'success',
    actor: 'alice',
    actor_via: 'api',
    correlation_id: 'c',
    rules_version: 'r',
    request_id: 'req-1',
    scope: 'checkout-prod',
    query,
    ...details,
  };
}

function raised(events: readonly AuditEvent[]): string[] {
  const config = parseConfig(sampleConfig());
  const days = [{ day: '2026-11-25', ...tallyOf(events) }];
  return findAll({ config, recent: events, days }).map(({ thing }) => thing);
}

describe('a walk along a value is seen', () => {
  it.each<[string, (piece: string, index: number) => string]>([
    [
      'E11 with another name for the field at every step',
      (piece, n) => `fields @message as m${n} | filter m${n} like "${piece}"`,
    ],
    [
      'E11 with another function around it at every step',
      (piece, n) => `filter ${'tolower('.repeat(n + 1)}@message${')'.repeat(n + 1)} like "${piece}"`,
    ],
    [
      'E11 from a piece that `parse` cuts out',
      (piece, n) => `parse @message "user=*" as u${n} | filter u${n} like "${piece}"`,
    ],
    ['E12 by `parse`', (piece) => `parse @message "${piece}*" as rest | filter ispresent(rest)`],
    [
      'E12 by `parse` with a regular expression',
      (piece) => `parse @message /${piece}(?<rest>.*)/ | filter ispresent(rest)`,
    ],
    ['E12 by `startsWith`', (piece) => `filter startsWith(@message, "${piece}")`],
    ['E12 by `endsWith`', (piece) => `filter endsWith(@message, "${[...piece].reverse().join('')}")`],
    [
      'E13 with the value put together',
      (piece) => `filter strcontains(@message, concat("${piece.slice(0, 1)}", "${piece.slice(1)}"))`,
    ],
    [
      'E13 with a field that is not there',
      (piece) => `filter strcontains(@message, concat(nothing, "${piece}"))`,
    ],
    ['E13 with the value in a column', (piece) => `fields "${piece}" as v | filter strcontains(@message, v)`],
    [
      'E13 with both sides changed',
      (piece) => `filter substr(@message, 0, ${piece.length}) = concat(nothing, "${piece}")`,
    ],
  ])('%s', (_, query) => {
    expect(raised(steps.map((piece, index) => started(query(piece, index), index)))).toEqual(['req-1/walk']);
  });

  it('E14 in turns under several grants of one scope', () => {
    const events = steps.map((piece, index) =>
      started(`filter @message like "${piece}"`, index, { request_id: `req-${index % 3}` }),
    );
    expect(raised(events)).toEqual([expect.stringMatching(/^req-\d\/walk$/)]);
  });
});

it('E15 what one person asks is not put on another', () => {
  const events = steps.map((piece, index) =>
    started(`filter @message like "${piece}"`, index, { actor: index % 2 === 0 ? 'alice' : 'bob' }),
  );
  expect(raised(events)).toEqual([]);
});

it('E16 a glass that is broken under one ticket day after day is not one incident', () => {
  const dayMs = 86_400_000;
  const days = [0, 1, 2].map((day) => {
    const at = Date.parse('2026-11-23T10:00:00.000Z') + day * (dayMs + 3_600_000);
    const broken = started('', day, {
      type: 'grant.glass_broken',
      kind: 'break-glass',
      ticket: 'OPS-1',
      request_id: `req-${day}`,
      time: new Date(at).toISOString(),
    });
    return { day: broken.time.slice(0, 10), ...tallyOf([broken]) };
  });
  const config = parseConfig(sampleConfig());
  expect(findAll({ config, recent: [], days }).map(({ rule }) => rule)).toEqual(['repeatedBreakGlass']);
});
