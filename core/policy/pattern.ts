import * as z from 'zod';
import { regexFault } from '../insights/regex.ts';

/** A regular expression that RE2 can read, and so takes time linear in the length of a text. */
export const pattern = z.string().superRefine((source, context) => {
  const fault = regexFault(source);
  if (fault) context.addIssue({ code: 'custom', message: fault.reason });
});
