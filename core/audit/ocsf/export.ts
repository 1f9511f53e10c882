import { hex } from '../../hex.ts';
import { inTurn } from '../../in-turn.ts';
import type { AuditEvent } from '../event.ts';
import type { LockedLog } from '../log/ledger.ts';
import type { Entry } from '../log/manifest.ts';
import type { Sha256 } from '../log/merkle.ts';
import { parseEvent } from '../parse-event.ts';
import { toOcsf } from './ocsf.ts';

/** The log and the events that it vouches for. */
export interface ExportSource extends Pick<LockedLog, 'manifestPlaces' | 'manifest'> {
  /** The bytes of the version that an entry names; undefined when it is there no longer. */
  read(entry: Entry): Promise<Uint8Array | undefined>;
}

/** Where the records go. All in it can be derived again. */
export interface ExportTarget {
  /** The place in the log that has not been exported yet; 0 when nothing has been. */
  nextPlace(): Promise<number>;
  setNextPlace(place: number): Promise<void>;
  /** Puts a file where nothing is yet. One that is there already is fine: it has the same records. */
  put(path: string, lines: string): Promise<void>;
}

export interface Exporting {
  source: ExportSource;
  target: ExportTarget;
  sha256: Sha256;
}

export interface Exported {
  events: number;
  /** Keys of what is no event, is gone, or is not what the log vouches for; the verifier says more. */
  unreadable: string[];
}

/** The run after the one that has come so far does the rest; a manifest has 10,000 events at most. */
const maxEvents = 20_000;

/**
 * Writes the events that the log has committed since the last run as lines of OCSF, in files by manifest and UTC day. It may crash
 * anywhere and run twice at once: a manifest always gives the same files.
 */
export async function exportOcsf(exporting: Exporting): Promise<Exported> {
  const { source, target } = exporting;
  const exported: Exported = { events: 0, unreadable: [] };
  for (const first of await source.manifestPlaces(await target.nextPlace())) {
    if (exported.events >= maxEvents) break;
    const manifest = await source.manifest(first);
    if (!manifest) throw new Error(`The manifest at ${first} cannot be read.`);
    const { events, unreadable } = await readEvents(exporting, manifest.entries);
    await putByDay(target, first, events);
    await target.setNextPlace(first + manifest.entries.length);
    exported.events += events.length;
    exported.unreadable.push(...unreadable);
  }
  return exported;
}

async function readEvents({ source, sha256 }: Exporting, entries: readonly Entry[]) {
  const events: AuditEvent[] = [];
  const unreadable: string[] = [];
  const contents = await inTurn(entries, (entry) => source.read(entry));
  for (const [at, { key, sha256: expected }] of entries.entries()) {
    const bytes = contents[at];
    const isVouchedFor = bytes !== undefined && hex(sha256(bytes)) === expected;
    const event = isVouchedFor ? parseEvent(new TextDecoder().decode(bytes)) : undefined;
    if (event) events.push(event);
    else unreadable.push(key);
  }
  return { events, unreadable };
}

async function putByDay(target: ExportTarget, first: number, events: readonly AuditEvent[]): Promise<void> {
  for (const [day, ofDay] of Map.groupBy(events, ({ time }) => time.slice(0, 10))) {
    const lines = ofDay.map((event) => `${JSON.stringify(toOcsf(event))}\n`).join('');
    await target.put(`ocsf/dt=${day}/${String(first).padStart(digits, '0')}.json.gz`, lines);
  }
}

/** As many as a manifest's name has. */
const digits = 15;
