import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutEscapes } from '../../../core/redact/escapes.ts';
import { compileRules } from '../../../core/redact/rules.ts';
import { divideIntoRuns, type Runs } from '../../../core/redact/runs.ts';
import { Survey } from '../../../core/redact/survey.ts';

const noRules = compileRules([], 'standard', () => false);

function runsOf(text: string): Runs {
  const survey = new Survey();
  survey.read(text, noRules);
  return divideIntoRuns(text, survey.signs);
}

describe('taking escapes away', () => {
  it('gives back what JSON has written, and where each character stood', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
        const written = JSON.stringify(text).slice(1, -1);
        const { text: decoded, origins } = withoutEscapes(written);
        expect(decoded).toBe(text);
        expect(origins).toHaveLength(text.length + 1);
        expect(origins.at(-1)).toBe(written.length);
        const pieces = Array.from(text, (_, at) => at).slice(0, text.length);
        for (const at of pieces) {
          const piece = written.slice(origins[at], origins[at + 1]);
          expect(JSON.parse(`"${piece}"`)).toBe(text.charAt(at));
        }
      }),
    );
  });

  it('leaves what is no escape', () => {
    expect(withoutEscapes('C:\\docs\\q \\uZZ \\').text).toBe('C:\\docs\\q \\uZZ \\');
  });
});

describe('runs', () => {
  it('divide a text at its quotes, and leave none of it out', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', '\\', '\n', 'a', ' ') }), (text) => {
        const { all } = runsOf(text);
        let at = 0;
        for (const run of all) {
          const between = text.slice(at, run.start);
          expect(between === '' || between === '"').toBe(true);
          at = run.end;
        }
        expect(at).toBe(text.length);
      }),
    );
  });

  it('are the strings of JSON, where it is JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (strings) => {
        const text = JSON.stringify(strings);
        const quoted = runsOf(text).all.filter(({ closed }) => closed);
        expect(quoted.map(({ start, end }) => JSON.parse(`"${text.slice(start, end)}"`))).toEqual(strings);
      }),
    );
  });
});
