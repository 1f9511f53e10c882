import type { Command } from 'commander';
import { reportId } from '../arguments.ts';
import { printReport } from '../output/report.ts';
import type { Run } from '../run.ts';

/** `vitrine report show`: what is to be signed off of one periodic review. */
export function reportShow(group: Command, run: Run): void {
  group
    .command('show')
    .description('what is to be signed off, and who has')
    .argument('<id>', 'report', reportId)
    .action(
      run(async ({ api, terminal }, report: string) => {
        printReport(terminal, await api('getReport', { params: { report } }));
      }),
    );
}
