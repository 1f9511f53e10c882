import type { Command } from 'commander';
import { requestId } from '../arguments.ts';
import { visible } from '../output/visible.ts';
import type { Run } from '../run.ts';

/** `vitrine audit debug`: the events of a request and the functions' own lines about it, on one time line. */
export function auditDebug(audit: Command, run: Run): void {
  audit
    .command('debug')
    .description('events of a request and the functions’ own log lines about it, on one time line')
    .argument('<id>', 'request', requestId)
    .action(
      run(async ({ api, terminal }, id: string) => {
        const { moments, notices } = await api('debugRequest', { params: { id } });
        for (const moment of moments) {
          if (terminal.format === 'json') terminal.json(moment);
          else if ('event' in moment) {
            const { type, outcome, actor } = moment.event;
            terminal.print(
              terminal.bold(`${moment.time}  ${visible(type)}  ${visible(outcome)}  by ${visible(actor)}`),
            );
          } else {
            terminal.print(`${moment.time}  ${terminal.dim(visible(moment.from))}  ${visible(moment.line)}`);
          }
        }
        for (const notice of notices) terminal.note(notice);
      }),
    );
}
