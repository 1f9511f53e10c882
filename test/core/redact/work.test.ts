import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detector } from '../../../core/redact/detector.ts';
import { detectors } from '../../../core/redact/detectors/index.ts';
import { redactor, redactorWith } from './support.ts';

/** What detectors start on, what they find, and the signs between. */
const pieces = [
  ...new Set([
    ...detectors.flatMap(({ anchors = [], openings = [] }) => [...anchors, ...openings]),
    ...detectors.flatMap(({ examples, counterExamples }) => [...examples.flat(), ...counterExamples]),
    ...['"', "'", '\\"', '\\\\"', '=', ': ', '":"', '":["', ',', ' ', '\n', '{', '[', '@', '%40', '%', '://'],
    ...['/', '-', '.', '_', 'é', '0', '12', '1234', 'A', 'ab', 'f00d', '[email:7k2f9qx3m1bw]'],
  ]),
];
const piece = fc.constantFrom(...pieces);

describe('gates', () => {
  const withoutGates = redactorWith({
    detectors: detectors.map((detector) => ({ ...detector, gateOf: undefined })),
  });

  it('turn away nothing that a verifier would take', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(redactor.redact(text)).toEqual(withoutGates.redact(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('turn away nothing of what the detectors know, whatever stands beside it', () => {
    for (const text of pieces)
      for (const beside of ['', '_', '"', '%2D', '1', 'x']) {
        expect(redactor.redact(beside + text)).toEqual(withoutGates.redact(beside + text));
        expect(redactor.redact(text + beside)).toEqual(withoutGates.redact(text + beside));
      }
  });
});

describe('the work for a text', () => {
  const length = 512;
  let calls = 0;
  let read = 0;
  const counting = redactorWith({
    detectors: detectors.map(
      (detector): Detector => ({
        ...detector,
        verify: (hit) => {
          calls += 1;
          const { text, start, end, limit, runs, level, maskEndAt } = hit;
          const spend = (characters: number) => {
            read += characters;
            hit.spend(characters);
          };
          return detector.verify({ text, start, end, limit, runs, level, maskEndAt, spend });
        },
      }),
    ),
  });

  it('is bounded for each of its characters, however pieces repeat in it', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.join('').repeat(length).slice(0, length);
        calls = 0;
        read = 0;
        counting.redact(text);
        expect(calls).toBeLessThan(4 * length);
        // Half of what the budget gives to each character of so short a text. The worst of half a million such took 265.
        expect(read).toBeLessThan(384 * length);
      }),
      { numRuns: 10_000 },
    );
  });
});
