import { describe, expect, it } from 'vitest';
import { localTime } from '../../../cli/output/time.ts';

describe('localTime', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 42);

  it('shows hours and minutes today, and the day as well on other days', () => {
    expect(localTime(at(21, 5).toISOString(), at(21, 3).getTime())).toBe('05:42');
    expect(localTime(at(22, 5).toISOString(), at(21, 3).getTime())).toBe('2026-11-22 05:42');
  });
});
