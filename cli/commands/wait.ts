import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import { idOrNewest } from '../newest.ts';
import type { Run } from '../run.ts';
import { waitForDecision } from '../wait.ts';

/** `vitrine wait`: waits until a request is decided. */
export function wait(program: Command, run: Run): void {
  program
    .command('wait')
    .description('wait until a request is decided; the exit status says whether it is open')
    .argument('[id]', 'request (default: your newest that waits or is open)', requestId)
    .action(
      run(async (context, given: string | undefined) => {
        const id = await idOrNewest(context, given, ['pending', 'approved', 'active']);
        return waitForDecision(context, await context.api('getRequest', { params: { id } }));
      }),
    );
}
