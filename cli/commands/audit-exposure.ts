import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Principal, principalsOf } from '../../core/exposure/account.ts';
import { type Exposure, exposures } from '../../core/exposure/exposure.ts';
import { closingScp, guardedBy, type Installation, maxScpCharacters } from '../../core/exposure/guarded.ts';
import { unretained } from '../../core/exposure/unretained.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { printTable, type Terminal } from '../output/terminal.ts';
import { visible } from '../output/visible.ts';
import type { Run } from '../run.ts';

interface Options {
  from?: string;
  logGroups?: string;
  evidenceBucket?: string;
  region: string;
  rolePrefix: string;
}

/** `vitrine audit exposure`: who can read, outside Vitrine, what should be read through it only. */
export function auditExposure(audit: Command, run: Run): void {
  audit
    .command('exposure')
    .description('principals of the account that can read the logs, raw results or the evidence directly')
    .option('--from <file>', 'what `aws iam get-account-authorization-details` wrote (default: ask AWS)')
    .option(
      '--log-groups <file>',
      'what `aws logs describe-log-groups` wrote (default: ask AWS, without --from)',
    )
    .option('--evidence-bucket <name>', 'output EvidenceBucket of the stack (default: leave evidence out)')
    .option('--region <region>', 'where the log groups are', '*')
    .option('--role-prefix <prefix>', 'what the names of Vitrine’s own roles begin with', 'Vitrine-')
    .action(
      run(async (context, options: Options) => {
        const principals = await principalsIn(options);
        const { scopes } = await context.api('listScopes', {});
        const installation: Installation = {
          ...placeOf(principals),
          region: options.region,
          logGroups: [...new Set(scopes.flatMap(({ logGroups }) => logGroups))].sort(),
          evidenceBucket: options.evidenceBucket,
        };
        const isOurs = ({ kind, name }: Principal) => kind === 'role' && name.startsWith(options.rolePrefix);
        const found = exposures(
          principals.filter((principal) => !isOurs(principal)),
          guardedBy(installation),
        );
        const forGood = await withoutRetention(installation.logGroups, options);
        show(context, { found, forGood, installation, options });
        return found.length > 0 ? 1 : 0;
      }),
    );
}

interface Found {
  found: readonly Exposure[];
  /** Undefined when it was not looked. */
  forGood: readonly string[] | undefined;
  installation: Installation;
  options: Options;
}

function show({ terminal }: Context, { found, forGood, installation, options }: Found): void {
  const scp = closingScp(installation, options.rolePrefix);
  if (terminal.format === 'json') {
    for (const { principal, reaches } of found) {
      const { arn, trusts } = principal;
      terminal.json({ principal: arn, ...(trusts.length > 0 && { assumedBy: trusts }), reaches });
    }
    for (const logGroup of forGood ?? []) terminal.json({ logGroup, retention: null });
  } else if (found.length > 0) {
    printFound(terminal, found);
    terminal.print('\nThis service control policy closes these ways, to all but Vitrine’s own roles:\n');
    terminal.print(JSON.stringify(scp, null, 2));
  }
  if (terminal.format === 'text') {
    for (const name of forGood ?? [])
      terminal.print(`Log group ${visible(name)} has no retention: it keeps everything for good.`);
  }
  terminal.note(
    `${found.length} principal${found.length === 1 ? '' : 's'} can read outside Vitrine, of ${installation.logGroups.length} log groups` +
      `${installation.evidenceBucket === undefined ? '; evidence was not looked at (--evidence-bucket)' : ' and the evidence'}` +
      `${forGood === undefined ? '; retention was not looked at (--log-groups)' : ''}.`,
  );
  if (JSON.stringify(scp).length > maxScpCharacters)
    terminal.note(
      `The policy has more than ${maxScpCharacters} characters; name log groups by a common prefix.`,
    );
}

function printFound(terminal: Terminal, found: readonly Exposure[]): void {
  printTable(
    terminal,
    ['PRINCIPAL', 'CAN READ', 'BY', 'ASSUMED BY'],
    found.flatMap(({ principal, reaches }) =>
      reaches.map(({ what, verdict, actions }) => [
        visible(principal.arn),
        visible(verdict === 'conditional' ? `${what}, under conditions` : what),
        actions.join(', '),
        visible(principal.trusts.join(', ')),
      ]),
    ),
  );
}

async function principalsIn({ from }: Options): Promise<Principal[]> {
  const details = from === undefined ? await toldByAws(askForPrincipals) : await readJson(from);
  return read(() => principalsOf(details), from ?? 'the answer of AWS');
}

async function withoutRetention(logGroups: readonly string[], options: Options) {
  const { from, logGroups: file } = options;
  if (file === undefined && from !== undefined) return undefined;
  const answer = file === undefined ? await toldByAws(askForLogGroups) : await readJson(file);
  return read(() => unretained(logGroups, answer), file ?? 'the answer of AWS');
}

// Clients of AWS take their time to start, and most commands need none.
async function askForPrincipals(): Promise<unknown> {
  const { authorizationDetails } = await import('../../adapters/iam/account.ts');
  return authorizationDetails();
}

async function askForLogGroups(): Promise<unknown> {
  const { describedLogGroups } = await import('../../adapters/iam/account.ts');
  return describedLogGroups();
}

async function toldByAws(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      'unreachable',
      `AWS does not tell with your credentials: ${reason}; or use --from`,
      error,
    );
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new CliError(
      'usage',
      `cannot read JSON from ${file}: ${error instanceof Error ? error.message : error}`,
      error,
    );
  }
}

function read<T>(parse: () => T, where: string): T {
  try {
    return parse();
  } catch (error) {
    throw new CliError('usage', `${where} is not what the AWS command line writes`, error);
  }
}

/** Partition and account of the principals: `arn:aws:iam::111122223333:role/…`. */
function placeOf(principals: readonly Principal[]): Pick<Installation, 'partition' | 'account'> {
  const [, partition = '*', , , account = '*'] = principals[0]?.arn.split(':') ?? [];
  return { partition, account };
}
