import type { IsAllowed } from './allowed.ts';
import { type Automaton, buildAutomaton } from './automaton.ts';
import type { Detector, Level } from './detector.ts';
import { createMaskReader, type MaskReader } from './masks.ts';
import { buildOpenings, type OpeningNode } from './openings.ts';

/** The detectors in the form in which a text is scanned for them; built once. */
export interface Rules {
  readonly level: Level;
  readonly detectors: readonly Detector[];
  readonly automaton: Automaton;
  readonly openings: OpeningNode;
  readonly maskEndAt: MaskReader;
  readonly isAllowed: IsAllowed;
}

/** The types that masks of this detector name. */
export function typesOf({ type, otherTypes = [] }: Detector): readonly string[] {
  return [type, ...otherTypes];
}

export function compileRules(all: readonly Detector[], level: Level, isAllowed: IsAllowed): Rules {
  const detectors = all.filter(({ onlyAt = level }) => onlyAt === level);
  const numbered = detectors.map((detector, id) => ({ detector, id }));
  return {
    level,
    detectors,
    automaton: buildAutomaton(
      numbered.flatMap(({ detector, id }) => (detector.anchors ?? []).map((text) => ({ text, id }))),
    ),
    openings: buildOpenings(
      numbered.flatMap(({ detector, id }) => (detector.openings ?? []).map((pattern) => ({ pattern, id }))),
    ),
    maskEndAt: createMaskReader(new Set(all.flatMap(typesOf))),
    isAllowed,
  };
}
