import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import type { Run } from '../run.ts';

interface Options {
  off?: boolean;
  reason: string;
}

/** `vitrine audit hold`: keeps everything about a request beyond its time. */
export function auditHold(audit: Command, run: Run): void {
  audit
    .command('hold')
    .description('put the evidence of a request under legal hold (auditors, supervisors)')
    .argument('<id>', 'request', requestId)
    .option('--off', 'lift the hold')
    .requiredOption('--reason <text>', 'why; it becomes part of the evidence')
    .action(
      run(async ({ api, terminal }, id: string, { off = false, reason }: Options) => {
        const held = await api('holdRequest', { params: { id }, body: { hold: !off, reason } });
        if (terminal.format === 'json') {
          terminal.json(held);
          return;
        }
        const { events } = held;
        terminal.print(`${events} events ${off ? 'are no longer' : 'are'} under legal hold.`);
        if (held.isOpen && !off)
          terminal.note('It is not over yet: hold it again then, for the events that are to come.');
      }),
    );
}
