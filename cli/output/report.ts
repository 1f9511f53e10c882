import type { z } from 'zod';
import type { report } from '../../contract/schemas.ts';
import { fieldLines, printTable, type Terminal } from './terminal.ts';

/** Prints what is to be signed off of a periodic review, and what has been. */
export function printReport(terminal: Terminal, shown: z.output<typeof report>): void {
  if (terminal.format === 'json') {
    terminal.json(shown);
    return;
  }
  const { id, from, to, dueAt, overdue, open, items } = shown;
  const fields = [
    ['Report', id],
    ['From', from],
    ['To before', to],
    ['Due', `${dueAt}${overdue ? ', overdue' : ''}`],
    ['Open', `${open} of ${items.length}`],
  ] as const;
  for (const line of fieldLines(terminal, fields)) terminal.print(line);
  if (items.length === 0) return;
  terminal.print('');
  printTable(
    terminal,
    ['ITEM', 'KIND', 'SIGNED', 'WHAT', 'REQUEST'],
    items.map(({ id: item, kind, words, signed, requestId }) => [
      item,
      kind,
      signed ? `${signed.outcome} by ${signed.by}` : '',
      words,
      requestId ?? '',
    ]),
  );
}
