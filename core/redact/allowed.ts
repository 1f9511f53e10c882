import { compileRegex } from '../insights/regex.ts';
import type { Detector, Match } from './detector.ts';
import type { AllowedValue } from './settings.ts';

/** Does a match of this detector stay as it is? The text is what stands there once escapes and encodings are taken away. */
export type IsAllowed = (detector: Detector, match: Match, text: string) => boolean;

/** An allowed value is compared with all of a match, so a longer value with it inside is hidden as ever. */
export function compileAllowed(allowed: readonly AllowedValue[]): IsAllowed {
  if (allowed.length === 0) return () => false;
  const everywhere = new Set<string>();
  const values = new Map<string, Set<string>>();
  const patterns = new Map<string, ((value: string) => boolean)[]>();
  for (const one of allowed) {
    const { detector } = one;
    if ('pattern' in one) {
      const program = compileRegex(one.pattern);
      patterns.set(one.detector, [...(patterns.get(one.detector) ?? []), (value) => program.matches(value)]);
    } else if (detector === undefined) everywhere.add(one.value);
    else values.set(detector, (values.get(detector) ?? new Set()).add(one.value));
  }
  return ({ id }, { start, end, canonical }, text) => {
    const written = text.slice(start, end);
    const isListed = (value: string) => everywhere.has(value) || (values.get(id)?.has(value) ?? false);
    return (
      isListed(written) || isListed(canonical) || (patterns.get(id)?.some((test) => test(written)) ?? false)
    );
  };
}
