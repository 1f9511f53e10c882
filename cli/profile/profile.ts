import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { CliError } from '../errors.ts';

/** What is remembered of one sign-in. `url` is the only site that the tokens are ever sent to. */
export const profileSchema = z.strictObject({
  url: z.url(),
  issuer: z.url(),
  clientId: z.string(),
  audience: z.string(),
  tokens: z
    .strictObject({
      accessToken: z.string(),
      expiresAt: z.iso.datetime(),
      refreshToken: z.string().optional(),
    })
    .optional(),
});
export type Profile = z.infer<typeof profileSchema>;
export type Tokens = NonNullable<Profile['tokens']>;

/**
 * The file of a profile: below VITRINE_HOME, or where XDG_CONFIG_HOME says, or `~/.config/vitrine`.
 * @throws {CliError} for a name that could lead out of the folder.
 */
export function profileFile(env: Readonly<Record<string, string | undefined>>, name: string): string {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(name) || name === '.' || name === '..') {
    throw new CliError(
      'usage',
      `"${name}" is no name for a profile: use 1 to 64 letters, digits, dots, dashes and underscores`,
    );
  }
  return join(home(env), 'profiles', `${name}.json`);
}

function home(env: Readonly<Record<string, string | undefined>>): string {
  if (env['VITRINE_HOME']) return env['VITRINE_HOME'];
  // The XDG base directory specification has relative paths ignored.
  const config = env['XDG_CONFIG_HOME'];
  return join(config && isAbsolute(config) ? config : join(homedir(), '.config'), 'vitrine');
}
