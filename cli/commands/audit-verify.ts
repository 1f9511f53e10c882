import type { Command } from 'commander';
import type { FindingCode } from '../../core/audit/log/verify/findings.ts';
import type { VerifyOptions } from '../../core/audit/log/verify/options.ts';
import { verifyEvidence } from '../../core/audit/log/verify/verify.ts';
import type { Days } from '../../core/day.ts';
import { day } from '../arguments.ts';
import type { Context } from '../context.ts';
import { daysFrom } from '../days.ts';
import { CliError, notVerified } from '../errors.ts';
import { checkingOf } from '../evidence/key.ts';
import { addVerifyingOptions, type VerifyingOptions } from '../evidence/options.ts';
import { openCopies, openEvidence, openServed } from '../evidence/source.ts';
import { uncheckedOf, verdictOf } from '../evidence/verdict.ts';
import { printFinding, printMeanings } from '../output/finding.ts';
import { progressBar } from '../output/progress.ts';
import type { Run } from '../run.ts';

interface Options extends VerifyingOptions {
  served?: string;
  copy?: string;
  from?: string;
  to?: string;
}

/** `vitrine audit verify`: is the evidence whole? Works without a site; the exit status is 0 clean, 1 findings, 2 could not tell. */
export function auditVerify(audit: Command, run: Run): void {
  addVerifyingOptions(audit.command('verify'))
    .description('verify that no evidence was changed, removed, hidden or inserted')
    .argument('<source>', 'a folder with a copy, or s3://bucket[/prefix]')
    .option('--served <source>', 'the served log to compare as well: a folder, or s3://bucket[/prefix]')
    .option('--copy <table>', 'the table with the fast copy of the events to compare as well, with --from')
    .option('--from <day>', 'look at the events from this UTC day on only (default: all)', day)
    .option('--to <day>', 'last UTC day to look at, with --from (default: the last there is)', day)
    .action(
      run((context, source: string, options: Options) => notVerified(verify(context, source, options))),
    );
}

async function verify({ host, terminal }: Context, place: string, options: Options): Promise<number> {
  const checking = await checkingOf(options.key);
  const source = await openEvidence(place);
  const served = options.served === undefined ? undefined : await openServed(options.served);
  const counts = new Map<FindingCode, number>();
  const progress = progressBar(host, 'entries');
  const nowMs = options.asOf ?? source.listedAtMs ?? host.now();
  const looking: VerifyOptions = {
    ...checking,
    nowMs,
    retentionDays: options.retention,
    expireDays: options.expires,
    days: daysOf(options, nowMs),
    served,
    copies: options.copy === undefined ? undefined : await openCopies(options.copy),
  };
  const tally = await verifyEvidence(source.store, looking, {
    found(finding) {
      counts.set(finding.code, (counts.get(finding.code) ?? 0) + 1);
      progress.clear();
      printFinding(terminal, finding);
    },
    progressed: ({ entries, expected }) => progress.show(entries, expected),
  }).finally(progress.clear);
  const unchecked = uncheckedOf(source.store, looking, tally);
  if (terminal.format === 'json') {
    terminal.json({ summary: { ...tally, asOf: new Date(nowMs).toISOString(), unchecked } });
  } else {
    printMeanings(terminal, counts);
    if (counts.size > 0) terminal.print('');
    terminal.print(verdictOf(tally, nowMs));
    for (const what of unchecked) terminal.note(`not checked: ${what}`);
  }
  return tally.findings > 0 ? 1 : 0;
}

function daysOf({ from, to, copy }: Options, nowMs: number): Days | undefined {
  if (from !== undefined) return daysFrom(from, to, nowMs);
  if (to !== undefined) throw new CliError('usage', '--to goes with --from');
  if (copy !== undefined) throw new CliError('usage', '--copy goes with --from, as the copy forgets');
  return undefined;
}
