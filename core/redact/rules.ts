import type { IsAllowed } from './allowed.ts';
import { type Automaton, buildAutomaton } from './automaton.ts';
import type { Detector, Level } from './detector.ts';
import { type Gate, openGate } from './gate.ts';
import { createMaskReader, type MaskReader } from './masks.ts';
import { buildOpenings, type Openings } from './openings.ts';

/** Which detector is asked where an anchor or an opening is met, if the gate lets the hit through. */
export interface Wanted {
  /** The detector's place in the list. */
  readonly id: number;
  readonly gate: Gate;
}

/** The detectors in the form in which a text is scanned for them; built once. */
export interface Rules {
  readonly level: Level;
  readonly detectors: readonly Detector[];
  readonly automaton: Automaton<Wanted>;
  readonly openings: Openings<Wanted>;
  readonly maskEndAt: MaskReader;
  readonly isAllowed: IsAllowed;
}

/** The types that masks of this detector name. */
export function typesOf({ type, otherTypes = [] }: Detector): readonly string[] {
  return [type, ...otherTypes];
}

export function compileRules(all: readonly Detector[], level: Level, isAllowed: IsAllowed): Rules {
  const detectors = all.filter(({ onlyAt = level }) => onlyAt === level);
  return {
    level,
    detectors,
    automaton: buildAutomaton(
      detectors.flatMap((detector, id) =>
        (detector.anchors ?? []).map((text) => ({ text, hit: wanted(detector, id, text) })),
      ),
    ),
    openings: buildOpenings(
      detectors.flatMap((detector, id) =>
        (detector.openings ?? []).map((pattern) => ({ pattern, hit: wanted(detector, id, pattern) })),
      ),
    ),
    maskEndAt: createMaskReader(new Set(all.flatMap(typesOf))),
    isAllowed,
  };
}

function wanted(detector: Detector, id: number, at: string): Wanted {
  return { id, gate: detector.gateOf?.(at) ?? openGate };
}
