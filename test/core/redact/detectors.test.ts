import { describe, expect, it } from 'vitest';
import type { Detector } from '../../../core/redact/detector.ts';
import { detectors } from '../../../core/redact/detectors/index.ts';
import { cloudWatchIdentifiers } from '../../../scripts/cloudwatch-identifiers.ts';
import { aMask, redactor, redactorWith } from './support.ts';

const strict = redactorWith({ level: 'strict' });
const redactorOf = ({ onlyAt }: Detector) => (onlyAt === 'strict' ? strict : redactor);

describe.each(detectors.map((detector) => [detector.id, detector] as const))('detector %s', (_, detector) => {
  it.each(detector.examples.map((example) => [...example] as const))(
    'hides in %j just %j',
    (text, hidden) => {
      const { findings, text: redacted } = redactorOf(detector).redact(text);
      const found = findings.map(({ start, end }) => text.slice(start, end));
      expect(found).toContain(hidden);
      expect(redacted).not.toContain(hidden);
      expect(redacted.match(aMask)).toHaveLength(findings.length);
    },
  );

  it('is the one that finds its examples when it is alone', () => {
    const alone = redactorWith({ detectors: [detector], level: detector.onlyAt ?? 'standard' });
    for (const [text, hidden] of detector.examples) {
      const { findings } = alone.redact(text);
      expect(findings.map(({ start, end }) => text.slice(start, end))).toContain(hidden);
      expect([detector.type, ...(detector.otherTypes ?? [])]).toContain(findings[0]?.type);
    }
  });

  it.each(detector.counterExamples)('leaves %j', (text) => {
    expect(
      redactorWith({ detectors: [detector], level: detector.onlyAt ?? 'standard' }).redact(text).text,
    ).toBe(text);
  });

  it('declares types that a mask can name', () => {
    for (const type of [detector.type, ...(detector.otherTypes ?? [])])
      expect(type).toMatch(/^[a-z0-9_.-]{1,40}$/);
  });
});

describe('the detectors', () => {
  it('find what each managed data identifier of CloudWatch Logs finds', () => {
    const ids = new Set(detectors.map(({ id }) => id));
    const unknown = cloudWatchIdentifiers.flatMap(([, known]) =>
      known.split(' ').filter((id) => !ids.has(id)),
    );
    expect(unknown).toEqual([]);
    expect(new Set(cloudWatchIdentifiers.map(([name]) => name)).size).toBe(98);
  });

  it('have ids of their own', () => {
    expect(new Set(detectors.map(({ id }) => id)).size).toBe(detectors.length);
  });

  it('leave each other’s counter-examples', () => {
    const changed = detectors
      .flatMap(({ counterExamples }) => counterExamples)
      .filter((text) => redactor.redact(text).text !== text);
    expect(changed).toEqual([]);
  });
});
