import * as z from 'zod';
import { parseDuration } from '../duration.ts';

/** Durations are written as `90s`, `30m`, `4h` or `7d` and held in seconds. */
export const writtenDuration = z.string().transform((text, context) => {
  const seconds = parseDuration(text);
  if (seconds === undefined) {
    context.addIssue({ code: 'custom', message: 'write a duration such as 90s, 30m, 4h or 7d' });
    return z.NEVER;
  }
  return seconds;
});
