import * as z from 'zod';
import { pattern } from './pattern.ts';
import { writtenDuration } from './written-duration.ts';

/** What every grant is measured by when it is over. */
export const assessment = z
  .strictObject({
    /** What a ticket looks like, as a regular expression for the whole of it. Strangers write tickets, so it must take linear time. */
    ticketPattern: pattern.default('[A-Z][A-Z0-9]{1,9}-[0-9]{1,9}'),
    /** Access that stands open for so long and for this share of its time after its last query was not given up promptly. */
    idle: writtenDuration.prefault('15m'),
    idleShare: z.number().min(0).max(1).default(0.5),
    /** Hidden values that may be looked for without a word of them in reason or ticket. */
    unnamedValues: z.int().min(0).default(2),
  })
  .prefault({});

export type AssessmentSettings = z.output<typeof assessment>;
