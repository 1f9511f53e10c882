import { mkdir, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { zipFolder } from '../../adapters/files/zip.ts';
import { counted } from '../../core/counted.ts';
import { day } from '../arguments.ts';
import type { Context } from '../context.ts';
import { daysFrom } from '../days.ts';
import { CliError, notVerified } from '../errors.ts';
import { checkingOf } from '../evidence/key.ts';
import { addVerifyingOptions, type VerifyingOptions } from '../evidence/options.ts';
import { proveFaults } from '../evidence/prove-faults.ts';
import { openEvidence } from '../evidence/source.ts';
import { verdictOf } from '../evidence/verdict.ts';
import { writeNewFile } from '../new-file.ts';
import { progressBar } from '../output/progress.ts';
import { fillPack } from '../pack/pack.ts';
import type { Run } from '../run.ts';

interface Options extends VerifyingOptions {
  from: string;
  to?: string;
}

/** `vitrine audit pack`: the events of some days with all that proving them takes, in one file for somebody else. */
export function auditPack(audit: Command, run: Run): void {
  addVerifyingOptions(audit.command('pack'))
    .description('put the events of some UTC days, their proofs and how to check them into one file')
    .argument('<source>', 'a folder with a copy, or s3://bucket[/prefix]')
    .argument('<file>', 'a new file such as november.zip')
    .requiredOption('--from <day>', 'first UTC day such as 2026-11-01', day)
    .option('--to <day>', 'last UTC day (default: today)', day)
    .action(
      run((context, source: string, file: string, options: Options) =>
        notVerified(pack(context, { source, file }, options)),
      ),
    );
}

async function pack(
  { host, terminal }: Context,
  { source, file }: { source: string; file: string },
  options: Options,
): Promise<number> {
  const checking = await checkingOf(options.key);
  const days = daysFrom(options.from, options.to, host.now());
  const { store, listedAtMs } = await openEvidence(source);
  const asOfMs = options.asOf ?? listedAtMs ?? host.now();
  const [copying, proving] = [progressBar(host, 'versions'), progressBar(host, 'entries')];
  const { tally, events } = await writeNewFile(file, (write) =>
    inFolder(`${file}.files`, async (folder) => {
      const filled = await fillPack(store, folder, {
        checking,
        days,
        retentionDays: options.retention,
        expireDays: options.expires,
        asOfMs,
        copied: copying.show,
        proven: proving.show,
      }).finally(() => {
        copying.clear();
        proving.clear();
      });
      if (typeof filled === 'string') throw new CliError('not-verified', proveFaults[filled]);
      await zipFolder(folder, { name: basename(file, '.zip'), write });
      return filled;
    }),
  );
  if (terminal.format === 'json') {
    terminal.json({ file, days, proven: events.proven, ...tally, asOf: new Date(asOfMs).toISOString() });
  } else {
    terminal.print(`${file}: ${counted(events.proven, 'proven event')} from ${days.from} to ${days.to}`);
    terminal.print(verdictOf(tally, asOfMs));
    if (tally.findings > 0) terminal.note('what was found is in findings.jsonl of the pack');
  }
  return tally.findings > 0 ? 1 : 0;
}

/** Works in a new folder that only its owner can look into and that is gone afterwards. */
async function inFolder<T>(folder: string, work: (folder: string) => Promise<T>): Promise<T> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const reason = isThere ? 'it is what a command left that was cut off; remove it' : String(error);
    throw new CliError('usage', `cannot make ${folder}: ${reason}`, error);
  }
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
