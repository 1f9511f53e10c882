import type { Level } from './detector.ts';

/** A value that stays as it is: by its exact text, or of one detector, by its text or by a pattern of RE2 that all of it matches. */
export type AllowedValue =
  | { readonly value: string; readonly detector?: string | undefined }
  | { readonly pattern: string; readonly detector: string };

/** A detector of the installation's own. */
export interface CustomDetector {
  readonly id: string;
  readonly title: string;
  /** In RE2; what its first group catches is hidden, or all that matches if it has none. */
  readonly pattern: string;
  /** What masks name. */
  readonly type: string;
  readonly examples: readonly string[];
  readonly counterExamples: readonly string[];
}

/** What is hidden where: the level, and what an installation and a scope add to it. */
export interface RedactionSettings {
  readonly level: Level;
  readonly allow?: readonly AllowedValue[] | undefined;
  readonly custom?: readonly CustomDetector[] | undefined;
}
