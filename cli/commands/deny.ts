import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import { decide } from '../decide.ts';
import type { Run } from '../run.ts';

/** `vitrine deny`: says no to a request. */
export function deny(program: Command, run: Run): void {
  program
    .command('deny')
    .description('deny a request that waits for you')
    .argument('<id>', 'request (see: vitrine requests --view to-decide)', requestId)
    .option('--note <text>', 'what the requester and the record shall read')
    .action(run((context, id: string, { note }: { note?: string }) => decide(context, id, 'deny', note)));
}
