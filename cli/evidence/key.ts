import { readFile } from 'node:fs/promises';
import type { Option } from 'commander';
import { Option as CommanderOption } from 'commander';
import { sha256Bytes, verifyEd25519 } from '../../adapters/system/bytes.ts';
import type { NoteChecking } from '../../core/audit/log/checkpoint.ts';
import { parseVerifierKey } from '../../core/audit/log/note.ts';
import { CliError } from '../errors.ts';

/** `--key`, without which nothing can be verified. */
export function keyOption(): Option {
  return new CommanderOption(
    '--key <vkey>',
    "the log's verifier key, or @file with it; from the log's owner, not from the bucket",
  ).makeOptionMandatory();
}

/** What checks signatures of the key that an option names. */
export async function checkingOf(option: string): Promise<NoteChecking> {
  const text = option.startsWith('@') ? await textOf(option.slice(1)) : option;
  const key = parseVerifierKey(text, sha256Bytes);
  if (key) return { key, sha256: sha256Bytes, verify: verifyEd25519 };
  throw new CliError('usage', 'this is no verifier key; one looks like vitrine/bucket+0123abcd+AQ…');
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError('usage', `cannot read the key: ${reason}`, error);
  }
}
