import type { Command } from 'commander';
import { readProfile, writeProfile } from '../profile/store.ts';
import type { Run } from '../run.ts';
import { revokeRefreshToken } from '../sign-in/revoke.ts';

/** `vitrine logout`: forgets the tokens, and tells the provider so. */
export function logout(program: Command, run: Run): void {
  program
    .command('logout')
    .description('forget the sign-in')
    .action(
      run(async ({ profileFile, profileName, terminal }) => {
        const profile = await readProfile(profileFile);
        if (profile?.tokens) {
          const { tokens, ...rest } = profile;
          await writeProfile(profileFile, rest);
          if (!(await revokeRefreshToken(profile))) {
            terminal.note('The provider could not be told; it lets the sign-in end by itself.');
          }
        }
        if (terminal.format === 'json') terminal.json({ profile: profileName, signedIn: false });
        else terminal.print(profile?.tokens ? `Signed out at ${profile.url}.` : 'You were not signed in.');
      }),
    );
}
