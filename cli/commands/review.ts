import { type Command, Option } from 'commander';
import { requestId } from '../arguments.ts';
import { printRequest } from '../output/request.ts';
import type { Run } from '../run.ts';

interface Options {
  outcome: 'justified' | 'not-justified';
  note: string;
}

/** `vitrine review`: records the look at a broken glass afterwards. */
export function review(program: Command, run: Run): void {
  program
    .command('review')
    .description('record the review of a broken glass')
    .argument('<id>', 'request that broke the glass', requestId)
    .addOption(
      new Option('--outcome <outcome>', 'what you found')
        .choices(['justified', 'not-justified'])
        .makeOptionMandatory(),
    )
    .requiredOption('--note <text>', 'what you looked at and why you think so')
    .action(
      run(async ({ api, host, terminal }, id: string, { outcome, note }: Options) => {
        const request = await api('reviewBreakGlass', { params: { id }, body: { outcome, note } });
        printRequest(terminal, request, host.now());
      }),
    );
}
