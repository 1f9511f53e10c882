import { describe, expect, test } from 'vitest';
import { targetInput } from '../../../local/events/input-transformer.ts';
import { matchesPattern } from '../../../local/events/pattern.ts';
import { nextAt } from '../../../local/events/schedule.ts';

const event = {
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  resources: ['arn:aws:states:eu-west-1:1:execution:flow:r1'],
  detail: { status: 'FAILED', name: 'r1', stateMachineArn: 'arn:flow', attempts: 3 },
};

describe('matchesPattern', () => {
  test.each([
    [{ source: ['aws.states'], detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] } }, true],
    [{ detail: { status: ['SUCCEEDED'] } }, false],
    [
      { detail: { stateMachineArn: ['arn:flow'], status: [{ 'anything-but': ['RUNNING', 'SUCCEEDED'] }] } },
      true,
    ],
    [{ resources: [{ wildcard: 'arn:*:execution:flow:*' }] }, true],
    [{ detail: { name: [{ prefix: 'r' }], attempts: [{ numeric: ['>', 0, '<=', 3] }] } }, true],
    [{ detail: { error: [{ exists: false }] } }, true],
    [{ detail: { error: ['x'] } }, false],
    [{ nothing: { here: ['x'] } }, false],
  ])('%j: %s', (pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  test('refuses a filter that is not played', () => {
    expect(() => matchesPattern({ source: [{ cidr: '10.0.0.0/8' }] }, event)).toThrow('cidr is not played');
  });
});

describe('nextAt', () => {
  const after = Date.parse('2026-11-21T23:58:30Z');
  test.each([
    ['rate(1 minute)', '2026-11-21T23:59:30Z'],
    ['rate(2 hours)', '2026-11-22T01:58:30Z'],
    ['at(2026-11-22T00:00:00)', '2026-11-22T00:00:00Z'],
    ['cron(* * * * ? *)', '2026-11-21T23:59:00Z'],
    ['cron(15 0 * * ? *)', '2026-11-22T00:15:00Z'],
    ['cron(0/20 * ? * MON-FRI *)', '2026-11-23T00:00:00Z'],
    ['cron(0 6 1 JAN ? *)', '2027-01-01T06:00:00Z'],
    ['cron(0 0 29 2 ? *)', '2028-02-29T00:00:00Z'],
  ])('%s is due at %s', (expression, expected) => {
    expect(new Date(nextAt(expression, after) ?? 0).toISOString()).toBe(new Date(expected).toISOString());
  });

  test('is never again for what lies in the past', () => {
    expect(nextAt('at(2026-11-21T00:00:00)', after)).toBeUndefined();
    expect(nextAt('cron(0 0 1 1 ? 2020)', after)).toBeUndefined();
  });

  test.each(['rate(0 minutes)', 'rate(5 fortnights)', 'every(1)', 'cron(99 * * * ? *)'])(
    'refuses %s',
    (expression) => {
      expect(() => nextAt(expression, after)).toThrow();
    },
  );
});

describe('targetInput', () => {
  test('is the event, a constant, a part, or a template over parts', () => {
    expect(targetInput({}, event)).toBe(event);
    expect(targetInput({ Input: '{"a":1}' }, event)).toEqual({ a: 1 });
    expect(targetInput({ InputPath: '$.detail.name' }, event)).toBe('r1');
    const InputTransformer = {
      InputPathsMap: { name: '$.detail.name', detail: '$.detail', n: '$.detail.attempts' },
      InputTemplate: '{"id":<name>,"text":"run <name>","n":<n>,"detail":<detail>}',
    };
    expect(targetInput({ InputTransformer }, event)).toEqual({
      id: 'r1',
      text: 'run r1',
      n: 3,
      detail: event.detail,
    });
  });
});
