import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import { allPages } from '../pages.ts';
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
        let events = 0;
        let isOpen = false;
        const pages = allPages(async (after) => {
          const body = { hold: !off, reason, ...(after && { after }) };
          const { next, ...held } = await api('holdRequest', { params: { id }, body });
          return { ...held, ...(next && { nextPageToken: next }) };
        });
        for await (const held of pages) {
          events += held.events;
          isOpen = held.isOpen;
        }
        if (terminal.format === 'json') {
          terminal.json({ id, held: !off, events, isOpen });
          return;
        }
        terminal.print(`${events} events ${off ? 'are no longer' : 'are'} under legal hold.`);
        if (isOpen && !off)
          terminal.note('It is not over yet: hold it again then, for the events that are to come.');
      }),
    );
}
