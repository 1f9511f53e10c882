import * as z from 'zod';
import { assessment } from './assessment.ts';
import { periodicReview } from './periodic-review.ts';
import { allowedValues, checkDetectorIds, customDetectors } from './redaction.ts';
import { watch } from './watch.ts';
import { stayAbroad, timeZone, workingHours } from './working-hours.ts';
import { writtenDuration as duration } from './written-duration.ts';

/**
 * The platform team's file: which scopes exist, who people are, who may do what, how long things last.
 * `defineConfig` is what `vitrine.config.ts` calls; `parseConfig` validates it and fills the defaults, at synth time.
 */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}

/**
 * @throws {ConfigError} naming every field that is wrong, its value and what is expected.
 */
export function parseConfig(input: unknown): Config {
  const result = configSchema.safeParse(input);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map((issue) => {
      const value = JSON.stringify(valueAt(input, issue.path));
      return `${issue.path.join('.') || '(whole file)'}: ${issue.message}${value === undefined ? '' : ` (got ${value})`}`;
    }),
  );
}

export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`vitrine.config.ts is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'use lower-case letters, digits and dashes, 40 characters at most');
const group = z.string().min(1).max(128);
const groups = z.array(group);
const logGroupName = z
  .string()
  .regex(/^[\w./#-]{1,512}$/, 'a CloudWatch log group name: letters, digits and . - _ / # only');

const scopeSchema = z
  .strictObject({
    title: z.string().min(1).max(120),
    owner: z.string().min(1).max(120),
    /** Shown to the approver; `critical` is worth a second thought. */
    sensitivity: z.enum(['low', 'medium', 'high', 'critical']),
    /** At most 50, as StartQuery takes no more (CloudWatch Logs API reference). */
    logGroups: z.array(logGroupName).min(1).max(50),
    requesters: groups.min(1),
    approvers: groups.min(1),
    maxDuration: duration.prefault('4h'),
    /** How far back a query may look from now. */
    maxLookback: duration.prefault('14d'),
    /** How long a request waits for a decision before it lapses. */
    approvalWindow: duration.prefault('1h'),
    redaction: z.enum(['standard', 'strict']).default('standard'),
    /** Beside those of the installation. */
    allowValues: allowedValues,
    customDetectors,
    /** Fields that hold closed enums or numbers only; comparisons on them run in CloudWatch before redaction. */
    plainFields: z
      .array(
        z
          .string()
          .regex(/^(?:@logStream|[A-Za-z_][\w.]{0,99})$/, 'a field name such as level or http.status'),
      )
      .default(['level', 'status', 'service', 'duration']),
    /** Words beyond the usual ones (ERROR, timeout …) that tell nothing about anybody, so that lines with them may be counted. */
    publicTerms: z
      .array(z.string().regex(/^[A-Za-z][A-Za-z_-]{1,39}$/, 'one word of letters, dashes and underscores'))
      .default([]),
    /** Whether the mailed single-use link decides without a sign-in. */
    decideByTokenAlone: z.boolean().default(false),
    breakGlass: z.strictObject({ eligible: groups.min(1), maxDuration: duration.prefault('1h') }).optional(),
  })
  .transform(({ maxDuration, maxLookback, approvalWindow, breakGlass, ...scope }) => ({
    ...scope,
    maxDurationSeconds: maxDuration,
    maxLookbackSeconds: maxLookback,
    approvalWindowSeconds: approvalWindow,
    ...(breakGlass && {
      breakGlass: { eligible: breakGlass.eligible, maxDurationSeconds: breakGlass.maxDuration },
    }),
  }));

const personSchema = z.strictObject({
  name: z.string().min(1).max(120),
  /** Where mail goes; also an address the person may sign in with. */
  email: z.email(),
  /** The `sub` claims this person signs in with, all of them one person. */
  subjects: z.array(z.string().min(1).max(256)).min(1),
  otherEmails: z.array(z.email()).default([]),
  groups,
  timeZone: timeZone.optional(),
  workingHours: workingHours.optional(),
  /** Time zones of journeys, so that work there is not taken for work at night. */
  abroad: z.array(stayAbroad).default([]),
});

const configSchema = z
  .strictObject({
    installation: z.enum(['production', 'dev']).default('production'),
    scopes: z.record(slug, scopeSchema),
    people: z.record(slug, personSchema),
    roles: z.strictObject({
      /** May read the audit trail and query the evidence. */
      auditors: groups.min(1),
      /** May see and end everybody's access, and review break-glass use. */
      supervisors: groups.min(1),
    }),
    identity: z
      .strictObject({
        groupsClaim: z.string().min(1).default('groups'),
        emailClaim: z.string().min(1).default('email'),
      })
      .prefault({}),
    /** What is hidden, and what stays, in every scope beside what the detectors find. */
    redaction: z.strictObject({ allow: allowedValues, custom: customDetectors }).prefault({}),
    retention: z
      .strictObject({
        /** Object Lock default retention of the evidence. */
        evidenceDays: z.int().min(1).max(36_500).default(365),
        /** When events leave the evidence bucket, which a legal hold prevents; never, if left out. The log of them stays. */
        evidenceExpireDays: z.int().min(1).max(36_500).optional(),
        /** The fast copy of the events in DynamoDB, from which request by request and day by day are read. */
        copyDays: z.int().min(1).max(36_500).default(400),
        /** Exact reasons, tickets and query texts in DynamoDB. */
        requestDays: z.int().min(1).max(3_650).default(90),
        /** How long after its start the results of a query can be read; CloudWatch itself keeps them for seven days. */
        resultHours: z.int().min(1).max(168).default(24),
        /** Hashes of mailed links, after they have expired, so that a late visitor is told apart from a stranger. */
        linkHours: z.int().min(1).max(8_760).default(24),
        athenaResultDays: z.int().min(1).max(90).default(7),
        logDays: z
          .union([z.literal(7), z.literal(14), z.literal(30), z.literal(90), z.literal(180), z.literal(365)])
          .default(30),
      })
      .refine(({ evidenceDays, evidenceExpireDays = evidenceDays }) => evidenceExpireDays >= evidenceDays, {
        path: ['evidenceExpireDays'],
        message: 'what is locked cannot expire; take at least evidenceDays',
      })
      .prefault({}),
    audit: z.strictObject({
      /** First day of evidence; partition projection starts here. */
      installedOn: z.iso.date(),
      athenaScanLimitBytes: z.int().min(10_000_000).default(10_000_000_000),
      /** Witnesses outside to which each new head of the evidence's log goes, too: a second account's bucket, and a topic. */
      mirror: z
        .strictObject({
          bucket: z
            .string()
            .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of an S3 bucket')
            .optional(),
          topic: z
            .string()
            .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, 'the ARN of a standard SNS topic')
            .optional(),
        })
        .prefault({}),
    }),
    review: z
      .strictObject({ window: duration.prefault('3d') })
      .prefault({})
      .transform(({ window }) => ({ windowSeconds: window })),
    watch,
    assessment,
    periodicReview,
  })
  .superRefine((config, context) => {
    const known = new Set(Object.values(config.people).flatMap((person) => person.groups));
    const mustBeKnown = (names: readonly string[], path: (string | number)[]) =>
      names.forEach((name, index) => {
        if (!known.has(name)) {
          context.addIssue({
            code: 'custom',
            path: [...path, index],
            message: 'nobody under people is in this group, so nobody could act; name a group somebody is in',
          });
        }
      });
    for (const [name, scope] of Object.entries(config.scopes)) {
      mustBeKnown(scope.requesters, ['scopes', name, 'requesters']);
      mustBeKnown(scope.approvers, ['scopes', name, 'approvers']);
      mustBeKnown(scope.breakGlass?.eligible ?? [], ['scopes', name, 'breakGlass', 'eligible']);
    }
    mustBeKnown(config.roles.auditors, ['roles', 'auditors']);
    mustBeKnown(config.roles.supervisors, ['roles', 'supervisors']);
    mustBeKnown(config.periodicReview.reviewers ?? [], ['periodicReview', 'reviewers']);
    const report = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    refuseSharedIdentities(config.people, report);
    checkDetectorIds(config, report);
  });

/** Two people under one subject or address would let one decide for the other. */
function refuseSharedIdentities(
  people: Record<string, z.output<typeof personSchema>>,
  report: (path: string[], message: string) => void,
): void {
  const owner = new Map<string, string>();
  for (const [key, person] of Object.entries(people)) {
    const identities = [
      ...person.subjects.map((subject) => `subject ${subject}`),
      ...[person.email, ...person.otherEmails].map((email) => `address ${email.toLowerCase()}`),
    ];
    for (const identity of new Set(identities)) {
      const other = owner.get(identity);
      if (other !== undefined) report(['people', key], `${identity} already belongs to ${other}`);
      owner.set(identity, key);
    }
  }
}

export type ConfigInput = z.input<typeof configSchema>;
export type Config = z.output<typeof configSchema>;
export type Scope = z.output<typeof scopeSchema> & { name: string };

/** The scope of that name, or undefined. Own keys only, so that `constructor` is not a scope. */
export function scopeNamed(config: Config, name: string): Scope | undefined {
  const scope = Object.hasOwn(config.scopes, name) ? config.scopes[name] : undefined;
  return scope && { ...scope, name };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
