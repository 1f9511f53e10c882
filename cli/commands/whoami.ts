import type { Command } from 'commander';
import { fieldLines } from '../output/terminal.ts';
import type { Run } from '../run.ts';

/** `vitrine whoami`: whom the site takes the caller for. */
export function whoami(program: Command, run: Run): void {
  program
    .command('whoami')
    .description('who you are here, and which groups count')
    .action(
      run(async ({ api, terminal, url }) => {
        const me = await api('whoAmI', {});
        if (terminal.format === 'json') {
          terminal.json(me);
          return;
        }
        const roles = [me.auditor && 'auditor', me.supervisor && 'supervisor'].filter(Boolean).join(', ');
        const fields = [
          ['Person', `${me.name} (${me.person})`],
          ['Mail', me.email],
          ['Groups', me.groups.join(', ') || 'none'],
          ['Roles', roles || undefined],
          ['Site', url],
        ] as const;
        for (const line of fieldLines(terminal, fields)) terminal.print(line);
      }),
    );
}
