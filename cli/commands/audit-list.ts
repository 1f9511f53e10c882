import type { Command } from 'commander';
import { day } from '../arguments.ts';
import { type AuditedEvent, eventTable } from '../output/event.ts';
import { allPages } from '../pages.ts';
import type { Run } from '../run.ts';

/** `vitrine audit list`: the events of one day, newest first. */
export function auditList(audit: Command, run: Run): void {
  audit
    .command('list')
    .description('events of one UTC day, newest first')
    .option('--day <day>', 'UTC day such as 2026-11-21 (default: today)', day)
    .action(
      run(async ({ api, terminal }, options: { day?: string }) => {
        const print = eventTable(terminal);
        const pages = allPages((pageToken) =>
          api('auditEvents', { query: { ...(options.day && { day: options.day }), pageToken } }),
        );
        for await (const { events } of pages) print(events satisfies AuditedEvent[]);
      }),
    );
}
