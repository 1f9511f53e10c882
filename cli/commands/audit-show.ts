import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import type { AuditedEvent } from '../output/event.ts';
import { printStory } from '../output/story.ts';
import { allPages } from '../pages.ts';
import type { Run } from '../run.ts';

/** `vitrine audit show`: the whole story of one request. */
export function auditShow(audit: Command, run: Run): void {
  audit
    .command('show')
    .description('every event of one request, oldest first')
    .argument('<id>', 'request', requestId)
    .action(
      run(async ({ api, terminal }, id: string) => {
        const events: AuditedEvent[] = [];
        const pages = allPages((pageToken) => api('auditRequest', { params: { id }, query: { pageToken } }));
        for await (const page of pages) events.push(...page.events);
        if (terminal.format === 'json') for (const event of events) terminal.json(event);
        else printStory(terminal, events);
      }),
    );
}
