import { expect, it } from 'vitest';
import { plantedSecrets, slotLines, startSampleApplication } from '../../../local/sample/application.ts';
import type { Line } from '../../../local/services/logs/ingest.ts';

const GROUPS = ['/aws/lambda/checkout-prod', '/checkout/api'];
const NOW = Date.parse('2026-11-21T12:00:00Z');
const HOUR_MS = 3_600_000;

function run(clock: () => number): Map<string, Line[]> {
  const written = new Map<string, Line[]>();
  const logs = {
    append: (group: string, _stream: string, lines: readonly Line[]) => {
      written.set(group, [...(written.get(group) ?? []), ...lines]);
    },
  };
  startSampleApplication(logs, GROUPS, { clock }).stop();
  return written;
}

it('reaches three hours back with some hundreds of lines, none of them ahead of time', () => {
  for (const lines of run(() => NOW).values()) {
    const times = lines.map(({ timestamp }) => timestamp);
    expect(lines.length).toBeGreaterThan(300);
    expect(lines.length).toBeLessThan(5000);
    expect(Math.min(...times)).toBeGreaterThan(NOW - 3 * HOUR_MS - 60_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(NOW);
  }
});

it('tells the same past at every start', () => {
  const earlier = run(() => NOW).get('/checkout/api') ?? [];
  const later = run(() => NOW + HOUR_MS).get('/checkout/api') ?? [];
  const since = NOW - 2 * HOUR_MS + 60_000;
  const overlap = (lines: Line[]) =>
    lines.filter(({ timestamp }) => timestamp > since && timestamp < NOW - 60_000);
  expect(overlap(later)).toEqual(overlap(earlier));
});

it('plants every secret it declares, and each of them within a day', () => {
  const slots = Array.from({ length: 5760 }, (_, slot) => slot + Math.floor(NOW / 15_000));
  const messages = GROUPS.flatMap((group) => slots.flatMap((slot) => slotLines(group, slot)));
  const text = messages.map(({ message }) => message).join('\n');
  // JSON doubles what it must escape; none of the secrets holds such a character.
  for (const secret of plantedSecrets()) expect(text).toContain(secret);
  expect(new Set(plantedSecrets()).size).toBe(plantedSecrets().length);
  expect(text).toMatch(/^START RequestId: [0-9a-f-]{36} Version/m);
  expect(text).toMatch(/^ERROR 50\d /m);
});
