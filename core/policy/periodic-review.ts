import * as z from 'zod';
import { writtenDuration } from './written-duration.ts';

/** The look at everything, once a week and once a month. */
export const periodicReview = z
  .strictObject({
    weekly: z.boolean().default(true),
    monthly: z.boolean().default(true),
    /** Groups of those who get the report and sign it off; the auditors unless others are named. */
    reviewers: z.array(z.string().min(1)).min(1).optional(),
    /** Time to sign off every item; after that the supervisors hear of it. */
    window: writtenDuration.prefault('7d'),
  })
  .prefault({})
  .transform(({ window, ...rest }) => ({ ...rest, windowSeconds: window }));
