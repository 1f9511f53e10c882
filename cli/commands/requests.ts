import { type Command, Option } from 'commander';
import { printRequests } from '../output/request.ts';
import type { Run } from '../run.ts';

type View = 'mine' | 'to-decide' | 'open';

/** `vitrine requests`: lists requests. */
export function requests(program: Command, run: Run): void {
  program
    .command('requests')
    .description('your requests, those waiting for you, or all open access')
    .addOption(new Option('--view <view>', 'which').choices(['mine', 'to-decide', 'open']).default('mine'))
    .action(
      run(async ({ api, host, terminal }, { view }: { view: View }) => {
        const { requests } = await api('listRequests', { query: { view } });
        printRequests(terminal, requests, host.now());
      }),
    );
}
