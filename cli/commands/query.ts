import type { Command } from 'commander';
import { durationSeconds, requestId, timeMs } from '../arguments.ts';
import { CliError } from '../errors.ts';
import { idOrNewest } from '../newest.ts';
import { runQuery } from '../query.ts';
import type { Run } from '../run.ts';

interface Options {
  last?: number;
  from?: number;
  to?: number;
  grant?: string;
  logGroup?: string[];
}

const defaultLastSeconds = 3600;

/** `vitrine query`: runs a Logs Insights query under a grant and prints all its rows. */
export function query(program: Command, run: Run): void {
  program
    .command('query')
    .description('run a Logs Insights query under your open access; Ctrl-C stops it on the server')
    .argument('<query>', 'such as \'fields @timestamp, @message | filter level = "ERROR"\'')
    .option('--last <duration>', 'time range that ends now (default: 1h)', durationSeconds)
    .option('--from <time>', 'start of the time range, ISO 8601', timeMs)
    .option('--to <time>', 'end of the time range, ISO 8601 (default: now)', timeMs)
    .option('--grant <id>', 'grant to use (default: your newest that is open)', requestId)
    .option('--log-group <name...>', 'only these of the scope’s log groups')
    .action(
      run(async (context, text: string, options: Options) => {
        const range = timeRange(options, context.host.now());
        const id = await idOrNewest(context, options.grant, ['active']);
        context.showSource(text);
        return runQuery(context, id, { query: text, ...range, logGroups: options.logGroup });
      }),
    );
}

function timeRange({ last, from, to }: Options, nowMs: number): { from: string; to: string } {
  if (last !== undefined && (from !== undefined || to !== undefined)) {
    throw new CliError('usage', 'use either --last or --from and --to');
  }
  if (to !== undefined && from === undefined) throw new CliError('usage', '--to needs --from');
  const end = to ?? nowMs;
  const start = from ?? end - (last ?? defaultLastSeconds) * 1000;
  if (start >= end) throw new CliError('usage', '--from must be before --to, and in the past');
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}
