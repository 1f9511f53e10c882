import { checkpointName, checkpointPrefix, parseCheckpoint } from '../checkpoint.ts';
import { openNote, toBase64 } from '../note.ts';
import { skewMs } from '../times.ts';
import type { Checking } from './checking.ts';
import type { Finding } from './findings.ts';
import { checkSingle, firstVersion, type History } from './histories.ts';
import { checkLock } from './locks.ts';
import { atOnce, gapMs, maxBytes, type VerifyOptions } from './options.ts';
import { readObject } from './read.ts';

/** What somebody with the key has signed: that the log had this root at this size. */
export interface Head {
  /** Key of the object, or what else to call it. */
  readonly key: string;
  readonly size: number;
  /** In base 64. */
  readonly root: string;
  readonly timeMs: number;
}

/** Reads the signed heads; those that are not signed are reported and left out. In the order of their names, which is that of time. */
export async function readHeads(objects: readonly History[], checking: Checking): Promise<Head[]> {
  const heads: Head[] = [];
  for (let at = 0; at < objects.length; at += atOnce) {
    const read = await Promise.all(
      objects.slice(at, at + atOnce).map((history) => readHead(history, checking)),
    );
    for (const head of read) if (head) heads.push(head);
    checking.report.tally.checkpoints = heads.length;
    checking.report.progress();
  }
  return heads;
}

async function readHead(history: History, checking: Checking): Promise<Head | undefined> {
  const { options, report } = checking;
  const { key } = history;
  checkSingle(history, report);
  const version = firstVersion(history);
  const content = await readObject(version, maxBytes.checkpoint, checking);
  if (!content) return undefined;
  checkLock(version, content.lock, checking);
  const opened = openHead(new TextDecoder().decode(content.bytes), key, options);
  if ('code' in opened) {
    report.find(opened);
    return undefined;
  }
  const name = checkpointName({ time: new Date(opened.timeMs).toISOString(), size: opened.size });
  if (key !== checkpointPrefix + name) {
    report.find({ code: 'checkpoint-misnamed', key, detail: `the head in it is ${name}` });
  }
  if (version.takenAtMs !== undefined && Math.abs(version.takenAtMs - opened.timeMs) > skewMs) {
    const [signed, taken] = [opened.timeMs, version.takenAtMs].map((ms) => new Date(ms).toISOString());
    report.find({ code: 'checkpoint-time-wrong', key, detail: `signed for ${signed}, put at ${taken}` });
  }
  return opened;
}

/** The head in a note, or what is wrong with it. */
export function openHead(note: string, key: string, options: VerifyOptions): Head | Finding {
  const opened = openNote(note, options.key, options.sha256);
  if (!opened) {
    const isNote = note.includes('\n\n— ');
    return isNote
      ? { code: 'checkpoint-not-signed', key, detail: `no signature of ${options.key.name} with this key` }
      : { code: 'checkpoint-unreadable', key, detail: 'no signed note' };
  }
  const text = new TextEncoder().encode(opened.text);
  if (!options.verify(options.key.publicKey, text, opened.signature)) {
    return { code: 'checkpoint-not-signed', key, detail: 'the signature is not of this text' };
  }
  const head = parseCheckpoint(opened.text);
  const timeMs = head ? Date.parse(head.time) : Number.NaN;
  if (!head || Number.isNaN(timeMs))
    return { code: 'checkpoint-unreadable', key, detail: 'the signed text is no head' };
  if (head.origin !== options.key.name) {
    return { code: 'checkpoint-not-signed', key, detail: `the head is of the log ${head.origin}` };
  }
  return { key, size: head.size, root: toBase64(head.root), timeMs };
}

/** Reports times in which no head was signed. */
export function checkGaps(heads: readonly Head[], { options, report }: Omit<Checking, 'store'>): void {
  const [first] = heads;
  if (!first) {
    report.find({ code: 'checkpoint-absent', detail: `none of ${options.key.name}` });
    return;
  }
  let last = first;
  for (const head of heads) {
    if (head.timeMs - last.timeMs > gapMs) {
      report.find({
        code: 'checkpoint-gap',
        key: head.key,
        index: last.size,
        detail: `none between ${new Date(last.timeMs).toISOString()} and ${new Date(head.timeMs).toISOString()}`,
      });
    }
    if (head.timeMs > last.timeMs) last = head;
  }
  if (options.nowMs - last.timeMs > gapMs) {
    const [from, to] = [last.timeMs, options.nowMs].map((ms) => new Date(ms).toISOString());
    report.find({
      code: 'checkpoint-gap',
      key: last.key,
      index: last.size,
      detail: `none between ${from} and ${to}`,
    });
  }
}
