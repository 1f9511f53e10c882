import { type Command, Option } from 'commander';
import { sha256Bytes, verifyEd25519 } from '../../adapters/system/bytes.ts';
import type { NoteChecking } from '../../core/audit/log/checkpoint.ts';
import { verifierKey } from '../../core/audit/log/note.ts';
import { newestHead } from '../../core/audit/log/prove.ts';
import type { Context } from '../context.ts';
import { CliError, notVerified } from '../errors.ts';
import { checkingOf } from '../evidence/key.ts';
import { openEvidence, parseS3 } from '../evidence/source.ts';
import type { Run } from '../run.ts';

interface Options {
  key?: string;
  kmsKey?: string;
}

/** `vitrine audit checkpoint`: the newest signed head, and the key that signed it. */
export function auditCheckpoint(audit: Command, run: Run): void {
  audit
    .command('checkpoint')
    .description("print the log's newest signed head and its verifier key")
    .argument('<source>', 'a folder with a copy, or s3://bucket[/prefix]')
    .option('--key <vkey>', "the log's verifier key, or @file with it")
    .addOption(
      new Option('--kms-key <id>', 'ask KMS for the key that signs (output LogKeyId)').conflicts('key'),
    )
    .action(run((context, source: string, options: Options) => notVerified(show(context, source, options))));
}

async function show({ terminal }: Context, source: string, options: Options): Promise<number> {
  const checking = await keyOf(source, options);
  const { store } = await openEvidence(source);
  const head = await newestHead(store, checking);
  if (!head) {
    terminal.note(`vitrine: the log has no head that ${checking.key.name} has signed`);
    return 1;
  }
  const vkey = verifierKey(checking.key, sha256Bytes);
  if (terminal.format === 'json') {
    const { origin, size, time } = head.checkpoint;
    terminal.json({ key: vkey, origin, size, time, note: head.note });
    return 0;
  }
  terminal.print(head.note.trimEnd());
  terminal.note(vkey);
  return 0;
}

async function keyOf(source: string, { key, kmsKey }: Options): Promise<NoteChecking> {
  if (key !== undefined) return checkingOf(key);
  const place = parseS3(source);
  if (kmsKey === undefined || !place) {
    throw new CliError('usage', 'give --key, or --kms-key with the bucket itself as s3://bucket');
  }
  const { kmsSigner } = await import('../../adapters/kms/signer.ts');
  // A log is named after the bucket that it vouches for.
  const signer = await kmsSigner(kmsKey, `vitrine/${place.bucket}`);
  return { key: signer.key, sha256: sha256Bytes, verify: verifyEd25519 };
}
