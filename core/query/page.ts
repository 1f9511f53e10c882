import { hex } from '../hex.ts';
import type { GrantKey } from '../ports.ts';

/** Lambda answers at most 6 MB; 4 MB of rows leave room for encoding (Lambda quotas). */
const pageBytes = 4_000_000;

/** A place in an answer, as a token that only we can have made, for this query only. */
export function pageToken(key: GrantKey, handle: string, offset: number): string {
  return `${offset.toString(36)}.${hex(key.mac('page', `${handle}\n${offset}`))}`;
}

/** The offset of a token made by {@link pageToken}, or undefined for any other text. */
export function openPageToken(key: GrantKey, handle: string, token: string): number | undefined {
  const offset = Number.parseInt(token.split('.')[0] ?? '', 36);
  if (!Number.isSafeInteger(offset) || offset < 1) return undefined;
  return equalInConstantTime(token, pageToken(key, handle, offset)) ? offset : undefined;
}

/** As many rows from the offset on as fit a page, at least one, so that paging always gets on. */
export function cutPage<R>(rows: readonly R[], offset: number): { page: R[]; next?: number } {
  const encoder = new TextEncoder();
  const page: R[] = [];
  let size = 0;
  for (let at = offset; at < rows.length; at++) {
    const row = rows[at] as R;
    size += encoder.encode(JSON.stringify(row)).length + 1;
    if (size > pageBytes && page.length > 0) return { page, next: at };
    page.push(row);
  }
  return { page };
}

/** Compares secrets without telling by its time where they differ. */
function equalInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % Math.max(1, b.length));
  return difference === 0;
}
