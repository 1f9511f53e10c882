import * as z from 'zod';
import { regexFault } from '../insights/regex.ts';
import { customFault } from '../redact/custom-fault.ts';
import { detectors } from '../redact/detectors/index.ts';
import type { RedactionSettings } from '../redact/settings.ts';
import type { Config } from './config.ts';
import { pattern } from './pattern.ts';

const text = z.string().min(1).max(512);
const detectorId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'use lower-case letters, digits and dashes, 40 characters at most');

/** At most this many, as each of them is one more thing to look at for every value found. */
const maxAllowed = 1_000;
const maxCustom = 50;

/** Values that stay as they are, each of them as a whole; a pattern only of a detector, so that none lets everything through. */
export const allowedValues = z
  .array(
    z.union(
      [
        text.transform((value) => ({ value })),
        z.strictObject({ value: text, detector: detectorId.optional() }),
        z.strictObject({ pattern, detector: detectorId }),
      ],
      'a text, { value, detector } or { detector, pattern }, with a pattern that RE2 can read',
    ),
  )
  .max(maxAllowed)
  .default([]);

const customDetector = z
  .strictObject({
    id: detectorId,
    title: z.string().min(1).max(120),
    pattern,
    type: z
      .string()
      .regex(/^[a-z0-9_.-]{1,40}$/, 'lower-case letters, digits and _ . - only')
      .optional(),
    /** Texts in which the pattern finds a value; checked when the file is read. */
    examples: z.array(z.string().min(1).max(2_000)).min(1).max(20),
    counterExamples: z.array(z.string().max(2_000)).max(20).default([]),
  })
  .transform((detector) => ({ ...detector, type: detector.type ?? detector.id }))
  .superRefine((detector, context) => {
    // A pattern that cannot be read has been named already.
    const fault = regexFault(detector.pattern) ? undefined : customFault(detector);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

export const customDetectors = z.array(customDetector).max(maxCustom).default([]);

type Report = (path: (string | number)[], message: string) => void;

/** Refuses a second detector of one id, and values allowed to a detector that is not there. */
export function checkDetectorIds(config: Pick<Config, 'redaction' | 'scopes'>, report: Report): void {
  const { allow, custom } = config.redaction;
  const known = new Set(detectors.map(({ id }) => id));
  const add = (ids: Set<string>, added: typeof custom, path: (string | number)[]) =>
    added.forEach(({ id }, index) => {
      if (ids.has(id)) report([...path, index, 'id'], 'there is a detector of this id already');
      ids.add(id);
    });
  const mustBeKnown = (ids: Set<string>, allowed: typeof allow, path: (string | number)[]) =>
    allowed.forEach((one, index) => {
      const detector = 'detector' in one ? one.detector : undefined;
      if (detector !== undefined && !ids.has(detector)) {
        report([...path, index, 'detector'], 'there is no detector of this id; docs/redaction.md lists them');
      }
    });
  add(known, custom, ['redaction', 'custom']);
  mustBeKnown(known, allow, ['redaction', 'allow']);
  for (const [name, scope] of Object.entries(config.scopes)) {
    const ofScope = new Set(known);
    add(ofScope, scope.customDetectors, ['scopes', name, 'customDetectors']);
    mustBeKnown(ofScope, scope.allowValues, ['scopes', name, 'allowValues']);
  }
}

const settingsOf = new WeakMap<Config, Map<string, RedactionSettings>>();

/** What is hidden under these terms; without a scope, what is hidden in the installation’s own events. The same object each time. */
export function redactionSettings(
  config: Config,
  { scope, redaction: level }: { scope?: string; redaction: RedactionSettings['level'] },
): RedactionSettings {
  const byTerms = settingsOf.get(config) ?? new Map<string, RedactionSettings>();
  settingsOf.set(config, byTerms);
  const key = `${level} ${scope ?? ''}`;
  const known = byTerms.get(key);
  if (known) return known;
  const { allow, custom } = config.redaction;
  const own = scope !== undefined && Object.hasOwn(config.scopes, scope) ? config.scopes[scope] : undefined;
  const settings: RedactionSettings = {
    level,
    allow: [...allow, ...(own?.allowValues ?? [])],
    custom: [...custom, ...(own?.customDetectors ?? [])],
  };
  byTerms.set(key, settings);
  return settings;
}
