import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import { emergencyCategories } from '../../contract/schemas.ts';
import { durationSeconds } from '../arguments.ts';
import { CliError } from '../errors.ts';
import { printRequest, requestLines } from '../output/request.ts';
import { patiently } from '../poll.ts';
import type { Run } from '../run.ts';
import { waitForDecision } from '../wait.ts';

interface Options {
  for: number;
  reason: string;
  ticket?: string;
  wait?: true;
  breakGlass?: true;
  category?: (typeof emergencyCategories)[number];
  idempotencyKey?: string;
}

/** `vitrine request`: asks for a view of a scope, or breaks the glass. */
export function request(program: Command, run: Run): void {
  program
    .command('request')
    .description('ask for a view of a scope, or break the glass')
    .argument('<scope>', 'name of the scope (see: vitrine scopes)')
    .requiredOption('--for <duration>', 'how long, such as 30m', durationSeconds)
    .requiredOption('--reason <text>', 'why, for those who decide and those who look back')
    .option('--ticket <ticket>', 'ticket that it belongs to')
    .option('--wait', 'wait until it is decided; the exit status says whether it is open')
    .option('--break-glass', 'emergency: open at once, alert everybody, be reviewed afterwards')
    .addOption(
      new Option('--category <category>', 'kind of emergency, with --break-glass').choices(
        emergencyCategories,
      ),
    )
    .option('--idempotency-key <key>', 'sending the same request twice with one key makes one request')
    .action(
      run(async (context, scope: string, options: Options) => {
        const { api, host, terminal } = context;
        const { breakGlass, category } = options;
        if (Boolean(breakGlass) !== Boolean(category)) {
          throw new CliError(
            'usage',
            '--break-glass and --category belong together: name the kind of emergency',
          );
        }
        const body = {
          scope,
          reason: options.reason,
          ticket: options.ticket,
          durationSeconds: options.for,
          breakGlass: category && { category },
        };
        // With the same key, a repetition after a lost answer cannot become a second request.
        const headers = { 'idempotency-key': options.idempotencyKey ?? randomUUID() };
        const submitted = await patiently(host, () => api('submitRequest', { body, headers }));
        if (!options.wait) {
          printRequest(terminal, submitted, host.now());
          return 0;
        }
        if (terminal.format === 'text') {
          for (const line of requestLines(terminal, submitted, host.now())) terminal.print(line);
        }
        return waitForDecision(context, submitted);
      }),
    );
}
