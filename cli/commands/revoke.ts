import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import { printRequest } from '../output/request.ts';
import type { Run } from '../run.ts';

/** `vitrine revoke`: ends somebody's access at once. */
export function revoke(program: Command, run: Run): void {
  program
    .command('revoke')
    .description('end somebody’s access at once')
    .argument('<id>', 'grant (see: vitrine requests --view open)', requestId)
    .option('--note <text>', 'what the record shall say')
    .action(
      run(async ({ api, host, terminal }, id: string, { note }: { note?: string }) => {
        const request = await api('revokeGrant', { params: { id }, body: { note } });
        printRequest(terminal, request, host.now());
      }),
    );
}
