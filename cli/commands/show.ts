import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import { idOrNewest } from '../newest.ts';
import { printRequest } from '../output/request.ts';
import type { Run } from '../run.ts';

/** `vitrine show`: one request with everything about it. */
export function show(program: Command, run: Run): void {
  program
    .command('show')
    .description('show a request')
    .argument('[id]', 'request (default: your newest)', requestId)
    .action(
      run(async (context, given: string | undefined) => {
        const id = await idOrNewest(context, given);
        const request = await context.api('getRequest', { params: { id } });
        printRequest(context.terminal, request, context.host.now());
      }),
    );
}
