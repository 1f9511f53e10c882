import type { Command } from 'commander';
import { visible } from '../output/visible.ts';
import { writeProfile } from '../profile/store.ts';
import type { Run } from '../run.ts';
import { signIn } from '../sign-in/sign-in.ts';

/** `vitrine login`: signs in with the browser and remembers the sign-in in the profile. */
export function login(program: Command, run: Run): void {
  program
    .command('login')
    .description('sign in')
    .option('--as <hint>', 'whom to sign in, for providers that can do without a page')
    .option('--no-browser', 'print the address instead of opening a browser')
    .action(
      run(async (context, options: { as?: string; browser: boolean }) => {
        const { host, terminal, url, profileName } = context;
        const profile = await signIn(host, terminal, { url, hint: options.as, browser: options.browser });
        await writeProfile(context.profileFile, profile);
        const me = await context.api('whoAmI', {});
        if (terminal.format === 'json') terminal.json({ profile: profileName, url, ...me });
        else terminal.print(`Signed in at ${url} as ${visible(me.name)} (${visible(me.person)}).`);
      }),
    );
}
