import type { Command } from 'commander';
import { printTable } from '../output/terminal.ts';
import type { Run } from '../run.ts';

/** `vitrine report list`: the periodic reviews, newest first. */
export function reportList(group: Command, run: Run): void {
  group
    .command('list')
    .description('periodic reviews, newest first')
    .action(
      run(async ({ api, terminal }) => {
        const { reports } = await api('listReports', {});
        if (terminal.format === 'json') {
          for (const report of reports) terminal.json(report);
          return;
        }
        printTable(
          terminal,
          ['REPORT', 'FROM', 'TO BEFORE', 'ITEMS', 'OPEN', 'DUE'],
          reports.map(({ id, from, to, items, open, dueAt, overdue }) => [
            id,
            from,
            to,
            String(items.length),
            String(open),
            `${dueAt.slice(0, 10)}${overdue ? ' overdue' : ''}`,
          ]),
        );
      }),
    );
}
