import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import { printStory } from '../output/story.ts';
import type { Run } from '../run.ts';

/** `vitrine audit show`: the whole story of one request. */
export function auditShow(audit: Command, run: Run): void {
  audit
    .command('show')
    .description('every event of one request, oldest first')
    .argument('<id>', 'request', requestId)
    .action(
      run(async ({ api, terminal }, id: string) => {
        const { events } = await api('auditRequest', { params: { id } });
        if (terminal.format === 'json') for (const event of events) terminal.json(event);
        else printStory(terminal, events);
      }),
    );
}
