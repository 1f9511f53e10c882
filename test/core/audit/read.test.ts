import { describe, expect, it } from 'vitest';
import { listDay } from '../../../core/audit/read.ts';
import { causeOf, codeOf, good, inMemory } from '../../support/in-memory.ts';

const noEvents = { ofRequest: async () => [], ofDay: async () => ({ events: [] }) };

describe('listing a day', () => {
  it('says that the copy does not go back so far, instead of showing nothing', async () => {
    const at = inMemory((config) => Object.assign(config, { retention: { copyDays: 10 } }));
    const list = (day: string) =>
      listDay({ ...at.base, timeline: noEvents }, at.person('carol'), causeOf('carol'), day);
    expect(good(await list('2026-11-12'))).toEqual({ events: [] });
    expect(codeOf(await list('2026-11-10'))).toBe('copy-expired');
  });
});
