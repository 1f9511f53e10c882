import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import { idOrNewest } from '../newest.ts';
import { printRequest } from '../output/request.ts';
import type { Run } from '../run.ts';

/** `vitrine cancel`: take back a request that is not open yet. */
export function cancel(program: Command, run: Run): void {
  program
    .command('cancel')
    .description('take back a request that is not open yet')
    .argument('[id]', 'request (default: your newest that waits)', requestId)
    .option('--note <text>', 'what the record shall say')
    .action(
      run(async (context, given: string | undefined, { note }: { note?: string }) => {
        const id = await idOrNewest(context, given, ['pending', 'approved']);
        const request = await context.api('cancelRequest', { params: { id }, body: { note } });
        printRequest(context.terminal, request, context.host.now());
      }),
    );
}
