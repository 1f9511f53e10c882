import type { AuditEvent } from '../event.ts';
import type { Tally } from './tally.ts';

export interface Alert {
  event: AuditEvent;
  /** Set once people have been told. */
  sentAt?: number;
}

/** What the watch remembers from one run to the next. */
export interface WatchStore {
  tally(period: string): Promise<Tally | undefined>;
  /** Tallies of one period are all the same, so that writing one twice does no harm. */
  putTally(period: string, tally: Tally): Promise<void>;
  /** Keeps the event under the name unless one is there already, and returns the one that is kept. */
  claim(name: string, event: AuditEvent): Promise<Alert>;
  /** Takes an alert to send it; false when it is sent, or when somebody has taken it after `staleBefore`. */
  take(name: string, now: number, staleBefore: number): Promise<boolean>;
  markSent(name: string, now: number): Promise<void>;
}
