import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError } from '../errors.ts';
import { type Profile, profileSchema } from './profile.ts';

/** Reads a profile; undefined when there is none yet. */
export async function readProfile(file: string): Promise<Profile | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CliError('profile', `the profile ${file} cannot be read (${error.code})`, error);
  });
  if (text === undefined) return undefined;
  const parsed = profileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new CliError('profile', `the profile ${file} is damaged; delete it and sign in again`);
}

/** Writes a profile whole or not at all, for its owner's eyes only. */
export async function writeProfile(file: string, profile: Profile): Promise<void> {
  const folder = dirname(file);
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // A folder that was there already keeps its mode in `mkdir`.
    await chmod(folder, 0o700);
    await writeFile(temporary, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new CliError('profile', `the profile ${file} cannot be written (${error})`, error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
