import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import { idOrNewest } from '../newest.ts';
import { printRequest } from '../output/request.ts';
import type { Run } from '../run.ts';

/** `vitrine release`: hand open access back. */
export function release(program: Command, run: Run): void {
  program
    .command('release')
    .description('hand open access back')
    .argument('[id]', 'grant (default: your newest that is open)', requestId)
    .option('--note <text>', 'what the record shall say')
    .action(
      run(async (context, given: string | undefined, { note }: { note?: string }) => {
        const id = await idOrNewest(context, given, ['active']);
        const request = await context.api('releaseGrant', { params: { id }, body: { note } });
        printRequest(context.terminal, request, context.host.now());
      }),
    );
}
