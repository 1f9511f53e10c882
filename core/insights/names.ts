import type { Cursor } from './cursor.ts';
import { QueryFault } from './error.ts';

/** More columns than any log has. */
const maxItems = 1_000;

/** A plain name, without steps into a list or map. */
export function readName(cursor: Cursor, wanted: string): string {
  const { kind, steps } = cursor.next;
  if ((kind !== 'word' && kind !== 'field') || steps !== undefined) throw cursor.unexpected(wanted);
  return cursor.take().value;
}

export function readList<Item>(cursor: Cursor, readItem: () => Item): Item[] {
  const items = [readItem()];
  while (cursor.skip(',')) {
    if (items.length >= maxItems) {
      throw new QueryFault('limit', `A list may have ${maxItems} items`, cursor.next.span);
    }
    items.push(readItem());
  }
  return items;
}
