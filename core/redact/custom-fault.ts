import { compileRegex, regexFault } from '../insights/regex.ts';
import { compileCustom, noStart } from './compile-custom.ts';
import { startOf } from './custom-start.ts';
import { createRedactor } from './engine.ts';
import { unscannedPseudonym } from './masks.ts';
import type { CustomDetector } from './settings.ts';

/** What is wrong with a detector; it is run on its examples as on any text. */
export function customFault(declaration: CustomDetector): string | undefined {
  const { pattern, examples, counterExamples } = declaration;
  const fault = regexFault(pattern);
  if (fault) return fault.reason;
  const program = compileRegex(pattern);
  if (program.test('')) return 'The pattern matches the empty text, and so everywhere';
  if (program.groupCount() > 1)
    return 'The pattern has several groups; write (?:…) for those that are not the value';
  if (!startOf(pattern)) return `The pattern could begin anywhere: ${noStart}`;
  const { redact } = createRedactor({
    level: 'standard',
    detectors: [compileCustom(declaration)],
    pseudonymize: () => unscannedPseudonym,
  });
  const finds = (text: string) => redact(text).findings.length > 0;
  const missed = examples.find((text) => !finds(text));
  if (missed !== undefined) return `The pattern does not find its example ${JSON.stringify(missed)}`;
  const hidden = counterExamples.find(finds);
  return hidden === undefined ? undefined : `The pattern finds its counter-example ${JSON.stringify(hidden)}`;
}
