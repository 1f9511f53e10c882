import type { AuditEvent } from '../event.ts';

/** How much one person has got in some time. */
interface Volume {
  rows: number;
  bytes: number;
  scopes: string[];
  /** The answers with the most rows and bytes, as the evidence of an alert. */
  largest: { id: string; rows: number; bytes: number }[];
}

export interface Breakage {
  id: string;
  person: string;
  atMs: number;
  scope: string;
  ticket?: string;
}

/** What the rules need to know of a time that is over. Tallies of parts add up to that of the whole. */
export interface Tally {
  volumes: Record<string, Volume>;
  breakages: Breakage[];
}

export interface DayTally extends Tally {
  /** UTC day such as `2026-11-21`. */
  day: string;
}

const keptLargest = 5;

/** Counts events that are each given once. */
export function tallyOf(events: Iterable<AuditEvent>): Tally {
  const volumes = new Map<string, Volume>();
  const breakages: Breakage[] = [];
  const counted = new Set<string>();
  for (const event of events) {
    if (event.type === 'query.returned') {
      // Every page of an answer names the bytes of its one query.
      const handle = event.query_handle ?? event.id;
      const bytes = counted.has(handle) ? 0 : (event.bytes_scanned ?? 0);
      counted.add(handle);
      const before = volumes.get(event.actor) ?? { rows: 0, bytes: 0, scopes: [], largest: [] };
      const rows = event.rows_returned ?? 0;
      volumes.set(
        event.actor,
        add(before, {
          rows,
          bytes,
          scopes: event.scope === undefined ? [] : [event.scope],
          largest: [{ id: event.id, rows, bytes }],
        }),
      );
    }
    if (event.type === 'grant.glass_broken') breakages.push(breakageOf(event));
  }
  return { volumes: Object.fromEntries(volumes), breakages };
}

export function addTallies(tallies: Iterable<Tally>): Tally {
  const volumes = new Map<string, Volume>();
  const breakages: Breakage[] = [];
  for (const tally of tallies) {
    breakages.push(...tally.breakages);
    for (const [person, volume] of Object.entries(tally.volumes)) {
      const before = volumes.get(person);
      volumes.set(person, before ? add(before, volume) : volume);
    }
  }
  return { volumes: Object.fromEntries(volumes), breakages };
}

function add(a: Volume, b: Volume): Volume {
  const largest = [...a.largest, ...b.largest].sort((x, y) => y.rows - x.rows || y.bytes - x.bytes);
  return {
    rows: a.rows + b.rows,
    bytes: a.bytes + b.bytes,
    scopes: [...new Set([...a.scopes, ...b.scopes])],
    largest: largest.slice(0, keptLargest),
  };
}

function breakageOf(event: AuditEvent): Breakage {
  return {
    id: event.id,
    person: event.requester ?? event.actor,
    atMs: Date.parse(event.time),
    scope: event.scope ?? '',
    ...(event.ticket !== undefined && { ticket: event.ticket }),
  };
}
