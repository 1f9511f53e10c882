import { type Command, Option } from 'commander';
import { reportId, reportItem } from '../arguments.ts';
import { printReport } from '../output/report.ts';
import type { Run } from '../run.ts';

interface Options {
  outcome: 'accepted' | 'to-be-mended';
  note: string;
}

/** `vitrine report sign`: signs off one item of a periodic review. */
export function reportSign(group: Command, run: Run): void {
  group
    .command('sign')
    .description('sign off one item')
    .argument('<id>', 'report', reportId)
    .argument('<item>', 'item, such as a-3', reportItem)
    .addOption(
      new Option('--outcome <outcome>', 'what you found')
        .choices(['accepted', 'to-be-mended'])
        .makeOptionMandatory(),
    )
    .requiredOption('--note <text>', 'what you looked at and why you think so')
    .action(
      run(async ({ api, terminal }, report: string, item: string, { outcome, note }: Options) => {
        const signed = await api('signReportItem', { params: { report, item }, body: { outcome, note } });
        printReport(terminal, signed);
      }),
    );
}
