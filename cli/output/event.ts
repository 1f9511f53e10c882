import type { z } from 'zod';
import type { event } from '../../contract/schemas.ts';
import { layOut, type Table } from './table.ts';
import type { Terminal } from './terminal.ts';

export type AuditedEvent = z.output<typeof event>;

const titles = ['TIME (UTC)', 'EVENT', 'OUTCOME', 'ACTOR', 'REQUEST', 'DETAIL'];

/** Prints audit events page by page as one table, or as an object a line. */
export function eventTable(terminal: Terminal): (events: readonly AuditedEvent[]) => void {
  let table: Table | undefined;
  return (events) => {
    if (terminal.format === 'json') {
      for (const event of events) terminal.json(event);
      return;
    }
    const rows = events.map(cells);
    if (!table) {
      table = layOut(titles, rows, { widthColumns: terminal.widthColumns, overflow: 'cut' });
      terminal.print(terminal.bold(table.header));
    }
    for (const row of rows) for (const line of table.lines(row)) terminal.print(line);
  };
}

function cells(event: AuditedEvent): string[] {
  return [
    event.time.replace('T', ' ').replace(/(\.\d+)?Z$/, ''),
    event.type,
    event.outcome,
    event.actor,
    text(event['request_id']),
    // The most telling column that the event has.
    ['query', 'detail', 'note', 'reason', 'closed_reason', 'role']
      .map((column) => text(event[column]))
      .find((value) => value !== '') ?? '',
  ];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
