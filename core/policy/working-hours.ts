import * as z from 'zod';

/** Days of the week in the order of ISO 8601, as `Intl` abbreviates them in English. */
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A time of day such as `07:30`, held in minutes since midnight. */
const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write a time of day such as 07:30')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

export const timeZone = z
  .string()
  .refine(isTimeZone, 'name a time zone of the IANA database, such as Europe/Berlin');

/** A shift that ends before it begins lasts over midnight and belongs to the day on which it begins. */
export const workingHours = z.strictObject({
  from: timeOfDay.prefault('07:00'),
  to: timeOfDay.prefault('20:00'),
  days: z.array(z.enum(weekdays)).min(1).default(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']),
});
export type WorkingHours = z.output<typeof workingHours>;

/** Days there, both inclusive, on which somebody works in another time zone. */
export const stayAbroad = z
  .strictObject({ timeZone, from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, 'the stay must begin before it ends');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
