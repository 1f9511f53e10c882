import { type Checkpoint, checkpointName, type NoteChecking, openCheckpoint } from './checkpoint.ts';
import type { LockedLog } from './ledger.ts';

/** How far back a head is looked for before the whole list is read: it is signed hourly, unless the ledger has stood still. */
const lookBackMs = [3, 48, 1_440].map((hours) => hours * 60 * 60_000);

/** The newest head in the locked bucket that was signed before a moment. */
export async function newestHead(
  locked: Pick<LockedLog, 'checkpointNames' | 'checkpoint'>,
  checking: NoteChecking,
  beforeMs: number,
): Promise<Checkpoint | undefined> {
  const before = nameAt(beforeMs);
  for (const start of [...lookBackMs.map((ms) => nameAt(beforeMs - ms)), '']) {
    const name = (await locked.checkpointNames(start)).filter((each) => each < before).at(-1);
    if (name === undefined) continue;
    const note = await locked.checkpoint(name);
    return note === undefined ? undefined : openCheckpoint(note, checking);
  }
  return undefined;
}

/** Sorts before every head of the moment. */
function nameAt(ms: number): string {
  return checkpointName({ time: new Date(ms).toISOString(), size: 0 });
}
