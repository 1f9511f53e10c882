/** What ledger, reconciler and verifier hold each other to. */
const minuteMs = 60_000;

/** In this time an event gets into the log. Events are written within seconds; it leaves room for runs that fail. */
export const windowMs: number = 20 * minuteMs;
/** By how much clocks may differ, and how long a step of the ledger may take. */
export const skewMs: number = 5 * minuteMs;
/** An event that could not be put is tried again for so long at most. */
export const latestMs: number = 48 * 60 * minuteMs;
/** A head is signed at least this often, so that a gap shows. */
export const headEveryMs: number = 60 * minuteMs;
