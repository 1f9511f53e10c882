import { describe, expect, it } from 'vitest';
import { synthesized } from './synthesized.ts';

const schedulesOf = (stack: ReturnType<typeof synthesized>) =>
  stack
    .all('AWS::Scheduler::Schedule')
    .map(([, { Properties }]) => [
      Properties['ScheduleExpression'],
      (Properties['Target'] as { Input: string }).Input,
    ]);

describe('the periodic reviews', () => {
  it('are written on Mondays and on the first of the month, and looked after daily', () => {
    expect(schedulesOf(synthesized())).toEqual([
      ['cron(0 5 ? * MON *)', '{"task":"weekly"}'],
      ['cron(30 5 1 * ? *)', '{"task":"monthly"}'],
      ['cron(0 6 * * ? *)', '{"task":"overdue"}'],
    ]);
  });

  it('can be left out', () => {
    const stack = synthesized({ periodicReview: { weekly: false } });
    expect(schedulesOf(stack).map(([, input]) => input)).toEqual([
      '{"task":"monthly"}',
      '{"task":"overdue"}',
    ]);
  });
});
