import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { checkProof, formatProof, parseProof } from '../../core/audit/log/proof.ts';
import { proveEvent } from '../../core/audit/log/prove.ts';
import type { Context } from '../context.ts';
import { CliError, notVerified } from '../errors.ts';
import { checkingOf, keyOption } from '../evidence/key.ts';
import { proveFaults } from '../evidence/prove-faults.ts';
import { openEvidence } from '../evidence/source.ts';
import { fieldLines } from '../output/terminal.ts';
import type { Run } from '../run.ts';

interface Options {
  key: string;
  to?: string;
  check?: string;
  event?: string;
}

/** `vitrine audit prove`: a proof that one event is in the log, which a stranger can check with the log's key alone. */
export function auditProve(audit: Command, run: Run): void {
  audit
    .command('prove')
    .description('prove that an event is in the log, or check such a proof')
    .argument('[event]', 'id or key of the event')
    .argument('[source]', 'a folder with a copy, or s3://bucket[/prefix]')
    .addOption(keyOption())
    .option('--to <file>', 'where to write the proof (default: standard output)')
    .option('--check <file>', 'a proof to check instead')
    .option('--event <file>', 'with --check: the event itself, as it was got')
    .action(
      run((context, event: string | undefined, source: string | undefined, options: Options) => {
        if (options.check !== undefined) return notVerified(check(context, options.check, options));
        if (event !== undefined && source !== undefined)
          return notVerified(prove(context, { event, source }, options));
        throw new CliError('usage', 'name an event and where the evidence is, or a proof with --check');
      }),
    );
}

async function prove(
  { terminal }: Context,
  { event, source }: { event: string; source: string },
  { key, to }: Options,
): Promise<number> {
  const checking = await checkingOf(key);
  const { store } = await openEvidence(source);
  const proof = await proveEvent(
    store,
    checking,
    (each) => each === event || each.endsWith(`/${event}.json`),
  );
  if (typeof proof === 'string') {
    terminal.note(`vitrine: ${proveFaults[proof]}`);
    return 1;
  }
  const text = formatProof(proof);
  if (to === undefined) terminal.print(text.trimEnd());
  else await writeFile(to, text);
  return 0;
}

async function check({ terminal }: Context, file: string, { key, event }: Options): Promise<number> {
  const checking = await checkingOf(key);
  const refuse = (fault: string) => {
    terminal.note(`vitrine: not proven: ${fault}`);
    return 1;
  };
  const proof = parseProof(await readFile(file, 'utf8'));
  if (!proof) return refuse(`${file} is no proof`);
  const proven = checkProof(proof, checking);
  if (!proven.isProven) return refuse(proven.fault);
  const { entry, checkpoint } = proven;
  if (event !== undefined) {
    const sha256 = createHash('sha256')
      .update(await readFile(event))
      .digest('hex');
    if (sha256 !== entry.sha256) {
      return refuse(`${event} has SHA-256 ${sha256}, and the log vouches for ${entry.sha256}`);
    }
  }
  const { origin, size, time } = checkpoint;
  if (terminal.format === 'json')
    terminal.json({ ...entry, index: proof.index, log: { origin, size, time } });
  else {
    terminal.print('proven');
    const fields = [
      ['event', entry.key],
      ['version', entry.versionId],
      ['sha256', entry.sha256],
      ['place', `${proof.index} of ${size}`],
      ['log', origin],
      ['signed at', time],
    ] as const;
    for (const line of fieldLines(terminal, fields)) terminal.print(line);
  }
  return 0;
}
