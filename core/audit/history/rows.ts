/** An event as a row; one that cannot be read is a row, too, so that it is not missing. */
export interface HistoryRow {
  readonly [column: string]: unknown;
}

/** The row of an event's bytes, which are undefined when they are not those that the log vouches for. */
export function rowOf(key: string, bytes: Uint8Array | undefined): HistoryRow {
  if (!bytes) return unreadable(key, 'not what the log vouches for');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return unreadable(key, 'no JSON');
  }
  return isRecord(value) ? value : unreadable(key, 'no object');
}

/** The UTC day under which an event lies. */
export function dayOfKey(key: string): string {
  return key.slice('events/dt='.length, 'events/dt=YYYY-MM-DD'.length);
}

function unreadable(key: string, why: string): HistoryRow {
  return { id: idOfKey(key), outcome: 'failure', code: 'unreadable', detail: `${key} is ${why}` };
}

function idOfKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1, -'.json'.length);
}

function isRecord(value: unknown): value is HistoryRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
