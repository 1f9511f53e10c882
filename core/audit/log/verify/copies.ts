import { eachDay } from '../../../day.ts';
import type { AuditEvent } from '../../event.ts';
import { parseEvent } from '../../parse-event.ts';
import { isSameEvent } from '../../same-event.ts';
import { dayPrefix, eventMoment, isEventKey } from '../event-keys.ts';
import { windowMs } from '../times.ts';
import type { Checking } from './checking.ts';
import { firstVersion, type History, histories } from './histories.ts';
import { isExpired, maxBytes } from './options.ts';
import { Report } from './report.ts';

/** Holds the fast copy against the bucket: each event of the days is in both, and says the same. */
export async function checkCopies(checking: Checking): Promise<void> {
  const { copies, days } = checking.options;
  if (!copies || !days) return;
  for (const day of eachDay(days)) await checkDay(day, copies.ofDay(day), checking);
}

/** Both come in the order of their ids. */
async function checkDay(day: string, copied: AsyncIterable<AuditEvent>, checking: Checking): Promise<void> {
  const { store, options, report } = checking;
  const keyOf = ({ id }: AuditEvent) => `${dayPrefix(day)}${id}.json`;
  const isSettled = (key: string) => eventMoment(key) <= options.nowMs - windowMs;
  const alone = (key: string) => {
    if (!isSettled(key) || isExpired(key, options)) return;
    report.find({ code: 'copy-alone', key, detail: 'in the copy, not in the bucket' });
  };
  const copies = copied[Symbol.asyncIterator]();
  let next = await copies.next();
  // What is wrong with the bucket itself has been reported already.
  const quiet = new Report({ found: () => {} });
  for await (const batch of histories(store.versions(dayPrefix(day)), quiet)) {
    for (const history of batch.filter(({ key }) => isEventKey(key))) {
      for (; !next.done && keyOf(next.value) < history.key; next = await copies.next()) {
        alone(keyOf(next.value));
      }
      if (!next.done && keyOf(next.value) === history.key) {
        await compare(history, next.value, checking);
        next = await copies.next();
      } else if (isSettled(history.key)) {
        report.find({ code: 'copy-missing', key: history.key, detail: 'in the bucket, not in the copy' });
      }
    }
  }
  for (; !next.done; next = await copies.next()) alone(keyOf(next.value));
}

async function compare(history: History, copy: AuditEvent, { store, report }: Checking): Promise<void> {
  report.tally.copies += 1;
  const content = await store.read(firstVersion(history), maxBytes.event);
  const event = content.kind === 'bytes' && parseEvent(new TextDecoder().decode(content.bytes));
  if (event && isSameEvent(event, copy)) return;
  report.find({ code: 'copy-differs', key: history.key, detail: 'the copy says something else' });
}
