import * as z from 'zod';
import { timeZone, workingHours } from './working-hours.ts';
import { writtenDuration } from './written-duration.ts';

/** Each rule takes its own thresholds, or `false` to be switched off. */
function rule<Settings extends z.ZodType>(settings: Settings) {
  return z.union([z.literal(false), settings]);
}

const count = z.int().min(1);

/** What is told of the use of access without anybody asking. */
export const watch = z
  .strictObject({
    /** Those of people who have none of their own. */
    timeZone: timeZone.default('UTC'),
    workingHours: workingHours.prefault({}),
    /** Use outside the working hours of the person. */
    outsideHours: rule(
      z.strictObject({
        /** How long before and after the working hours nobody wonders. */
        grace: writtenDuration.prefault('1h'),
        /** Groups of those who are expected at night, if their token named one when they came: a pager shift. */
        onCallGroups: z.array(z.string().min(1)).default([]),
      }),
    ).prefault({}),
    /** More rows or bytes in a day than is usual for the person. */
    volume: rule(
      z.strictObject({
        days: z.int().min(7).max(60).default(30),
        /** Days of use before somebody's own norm counts; until then the least volumes below do. */
        minDays: count.default(5),
        /** Distance from the median in robust deviations (Iglewicz and Hoaglin 1993 take 3.5). */
        deviations: z.number().min(1).default(3.5),
        /** Less than this in a day never counts. */
        minRows: count.default(5_000),
        minBytes: count.default(20_000_000_000),
      }),
    ).prefault({}),
    /** Calls that were denied, and slips such as a query with a mistake in it, which are counted apart. */
    deniedCalls: rule(
      z.strictObject({
        window: writtenDuration.prefault('15m'),
        denied: count.default(8),
        slips: count.default(40),
      }),
    ).prefault({}),
    /** Queries that ask again and again, to find out a value that they do not show. */
    probing: rule(
      z.strictObject({
        window: writtenDuration.prefault('1h'),
        /** Searches that lengthen or vary the end of one before. */
        walkSteps: count.default(6),
        /** Different values that were counted, not looked at, in one field. */
        counts: count.default(12),
        /** Different hidden values that were asked for: people, cards, tokens. */
        hiddenValues: count.default(10),
        /** Different values that were asked for in one field. */
        values: count.default(40),
      }),
    ).prefault({}),
    /** Access without approval as a habit. */
    repeatedBreakGlass: rule(
      z.strictObject({
        window: writtenDuration.prefault('7d'),
        /** Occasions; what belongs to one incident is one. */
        occasions: count.default(3),
        /** Breaking the glass of a scope again so soon after belongs to the same incident. */
        sameIncident: writtenDuration.prefault('6h'),
      }),
    ).prefault({}),
  })
  .prefault({});

type WatchSettings = z.output<typeof watch>;
export type RuleName = Exclude<keyof WatchSettings, 'timeZone' | 'workingHours'>;
/** The thresholds of a rule that is switched on. */
export type RuleSettings<Name extends RuleName> = Exclude<WatchSettings[Name], false>;
