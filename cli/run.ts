import type { Context } from './context.ts';

/** Makes a command's action out of a function of the context; the number it may return is the exit status. */
export type Run = <A extends unknown[]>(
  action: (context: Context, ...values: A) => Promise<number | undefined> | Promise<void>,
) => (...values: A) => Promise<void>;
