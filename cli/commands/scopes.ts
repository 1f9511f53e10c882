import type { Command } from 'commander';
import { formatDuration } from '../../core/duration.ts';
import { printTable } from '../output/terminal.ts';
import type { Run } from '../run.ts';

/** `vitrine scopes`: what one may ask for or decide on. */
export function scopes(program: Command, run: Run): void {
  program
    .command('scopes')
    .description('scopes you may ask for or decide on')
    .action(
      run(async ({ api, terminal }) => {
        const { scopes } = await api('listScopes', {});
        if (terminal.format === 'json') {
          for (const scope of scopes) terminal.json(scope);
          return;
        }
        printTable(
          terminal,
          ['SCOPE', 'TITLE', 'SENSITIVITY', 'REDACTION', 'AT MOST', 'BACK', 'YOU MAY', 'LOG GROUPS'],
          scopes.map((scope) => [
            scope.name,
            scope.title,
            scope.sensitivity,
            scope.redaction,
            formatDuration(scope.maxDurationSeconds),
            formatDuration(scope.maxLookbackSeconds),
            [scope.canRequest && 'ask', scope.breakGlass && 'break the glass'].filter(Boolean).join(', ') ||
              'decide',
            scope.logGroups.join(', '),
          ]),
        );
      }),
    );
}
