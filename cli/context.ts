import { type Client, createClient } from '../contract/client.ts';
import packageJson from '../package.json' with { type: 'json' };
import { CliError, isNetworkFailure, unreachable } from './errors.ts';
import type { Host } from './host.ts';
import type { Terminal } from './output/terminal.ts';
import { profileFile } from './profile/profile.ts';
import { readProfile } from './profile/store.ts';
import { openSession } from './session.ts';
import { localUrl, siteOrigin } from './sign-in/site.ts';

/** What a command works with. */
export interface Context {
  host: Host;
  terminal: Terminal;
  api: Client;
  /** Origin of the site. */
  url: string;
  profileName: string;
  profileFile: string;
  /** Keeps the text that positions in the server's errors point into. */
  showSource: (text: string) => void;
}

export interface GlobalOptions {
  profile: string;
  url?: string;
  output: 'text' | 'json';
}

/** Finds out which site is meant and makes a client for it. */
export async function openContext(
  host: Host,
  options: GlobalOptions,
  screen: Pick<Context, 'terminal' | 'showSource'>,
): Promise<Context> {
  const file = profileFile(host.env, options.profile);
  const url = siteOrigin(
    options.url ?? (await readProfile(file))?.url ?? (host.env['VITRINE_URL'] || localUrl),
  );
  const accessToken = openSession(host, { file, name: options.profile, url });
  const userAgent = `vitrine-cli/${packageJson.version}`;
  const api = reachable(createClient({ url, accessToken, userAgent }), url);
  return { host, ...screen, api, url, profileName: options.profile, profileFile: file };
}

/** Says which site did not answer, or not in JSON, instead of `fetch failed` and `Unexpected token`. */
function reachable(api: Client, url: string): Client {
  return async (name, input) => {
    try {
      return await api(name, input);
    } catch (error) {
      if (isNetworkFailure(error)) throw unreachable(url, error);
      if (!(error instanceof SyntaxError)) throw error;
      throw new CliError(
        'unexpected-answer',
        `${url} does not answer like a Vitrine site; check --url`,
        error,
      );
    }
  };
}
