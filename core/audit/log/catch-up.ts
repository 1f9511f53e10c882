import { daysDue } from './due.ts';
import { isEventKey } from './event-keys.ts';
import { newestHead } from './heads.ts';
import { checking, type Integrated, integrate, type Ledger } from './ledger.ts';
import { LogIndex } from './served.ts';
import { skewMs } from './times.ts';

export interface CaughtUp extends Integrated {
  /** Events that came after the ledger's window and were committed now. */
  late: number;
  /** Served files that had to be written anew. */
  mended: number;
}

/**
 * Mends what is served and commits the events that came too late for the ledger's window, each once: those of the days whose turn it
 * is that a signed head proves not to be in the log. It may crash anywhere; what is left is the next run's.
 */
export async function catchUp(ledger: Ledger): Promise<CaughtUp> {
  let index = await readServed(ledger);
  const mended = index.wrong.length;
  if (mended > 0) {
    await integrate(ledger, { anew: true });
    index = await readServed(ledger);
    if (index.wrong.length > 0) {
      throw new Error(`The served log is wrong although it was written anew: ${index.wrong.join(', ')}.`);
    }
  }
  const keys = await lateKeys(ledger, index);
  const integrated = await integrate(ledger, { late: { keys, absentFrom: index.size } });
  return { ...integrated, late: keys.length, mended };
}

async function readServed(ledger: Ledger): Promise<LogIndex> {
  const { locked, served, sha256, now } = ledger;
  const head = await newestHead(locked, checking(ledger), now() + skewMs);
  return LogIndex.read({ head, read: (path) => served.read(path), sha256 });
}

async function lateKeys({ locked, now }: Ledger, index: LogIndex): Promise<string[]> {
  const late: string[] = [];
  for (const day of daysDue(await locked.eventDays(), { now: now(), entries: index.size })) {
    const logged = new Set((await index.entriesOf(day)).map(({ key }) => key));
    const keys = await locked.eventKeys(day, '');
    late.push(...keys.filter((key) => isEventKey(key) && !logged.has(key)));
  }
  return late;
}
