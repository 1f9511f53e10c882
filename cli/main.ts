import { Command, CommanderError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { approve } from './commands/approve.ts';
import { audit } from './commands/audit.ts';
import { cancel } from './commands/cancel.ts';
import { check } from './commands/check.ts';
import { deny } from './commands/deny.ts';
import { login } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import { query } from './commands/query.ts';
import { redact } from './commands/redact.ts';
import { release } from './commands/release.ts';
import { report } from './commands/report.ts';
import { request } from './commands/request.ts';
import { requests } from './commands/requests.ts';
import { review } from './commands/review.ts';
import { revoke } from './commands/revoke.ts';
import { scopes } from './commands/scopes.ts';
import { show } from './commands/show.ts';
import { tryQuery } from './commands/try.ts';
import { wait } from './commands/wait.ts';
import { whoami } from './commands/whoami.ts';
import { type GlobalOptions, openContext } from './context.ts';
import { CliError } from './errors.ts';
import type { Host } from './host.ts';
import { errorDocument, errorLines } from './output/problem.ts';
import { openTerminal } from './output/terminal.ts';
import { visibleJson } from './output/visible.ts';
import type { Run } from './run.ts';

const commands = [
  ...[login, whoami, logout, scopes],
  ...[request, requests, show, wait, approve, deny, cancel, release, revoke, review],
  ...[query, check, tryQuery, redact, audit, report],
];

const usageStatus = 2;

/** Runs the command that the arguments name; returns the exit status: 0 done, 1 refused or failed, 2 wrong usage or not verified. */
export async function main(args: readonly string[], host: Host): Promise<number> {
  const program = createProgram(host);
  let status = 0;
  let source: string | undefined;
  const showSource = (text: string) => {
    source = text;
  };
  const run: Run =
    (action) =>
    async (...values) => {
      const options = program.opts<GlobalOptions>();
      const terminal = openTerminal(host, options.output);
      const context = await openContext(host, options, { terminal, showSource });
      status = (await action(context, ...values)) ?? 0;
    };
  for (const register of commands) register(program, run);
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has already said what is wrong, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageStatus;
    tell(host, program.opts<GlobalOptions>().output, error, source);
    const isUnable = error instanceof CliError && (error.code === 'usage' || error.code === 'not-verified');
    return isUnable ? usageStatus : 1;
  }
}

function createProgram(host: Host): Command {
  return new Command('vitrine')
    .description('Look at production logs through glass: a narrow view, for a reason, for a limited time.')
    .version(packageJson.version)
    .option('--profile <name>', 'which sign-in to use', 'default')
    .option('--url <url>', 'site (default: that of the profile, VITRINE_URL, or the local stand-in)')
    .addOption(
      new Option('--output <format>', 'for people or for programs').choices(['text', 'json']).default('text'),
    )
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for the usage)')
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => host.stdout.columns ?? 100,
      getErrHelpWidth: () => host.stderr.columns ?? 100,
    })
    .exitOverride();
}

function tell(host: Host, output: GlobalOptions['output'], error: unknown, source?: string): void {
  if (output === 'json') host.stderr.write(`${visibleJson(errorDocument(error))}\n`);
  else for (const line of errorLines(error, source)) host.stderr.write(`${line}\n`);
  if (host.env['VITRINE_DEBUG'] === '1' && error instanceof Error) host.stderr.write(`${error.stack}\n`);
}
