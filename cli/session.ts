import * as oidc from 'openid-client';
import { CliError } from './errors.ts';
import type { Host } from './host.ts';
import { withLock } from './profile/lock.ts';
import type { Profile, Tokens } from './profile/profile.ts';
import { readProfile, writeProfile } from './profile/store.ts';
import { discoverProvider, providerError } from './sign-in/provider.ts';
import { localUrl } from './sign-in/site.ts';
import { tokensOf } from './sign-in/tokens.ts';

/** A token is renewed this long before it ends, so that it does not end on its way. */
const marginMs = 60_000;

/**
 * Gives the access token of the moment, renewed when needed.
 * @throws {CliError} when nobody is signed in, or at another site: a token must not reach a site it was not given for.
 */
export function openSession(host: Host, at: { file: string; name: string; url: string }) {
  let known: Profile | undefined;
  return async (): Promise<string> => {
    known ??= await readProfile(at.file);
    const { profile, tokens } = signedIn(known, at);
    if (isFresh(tokens, host.now())) return tokens.accessToken;
    known = await renew(host, at, profile);
    return signedIn(known, at).tokens.accessToken;
  };
}

async function renew(
  host: Host,
  at: { file: string; name: string; url: string },
  old: Profile,
): Promise<Profile> {
  if (!old.tokens?.refreshToken) throw ended(at.name);
  return withLock(host, at.file, async () => {
    // Another process may have renewed it meanwhile, or signed out.
    const { profile, tokens } = signedIn(await readProfile(at.file), at);
    if (isFresh(tokens, host.now())) return profile;
    if (!tokens.refreshToken) throw ended(at.name);
    const renewed = { ...profile, tokens: await refresh(host, at.name, profile, tokens.refreshToken) };
    await writeProfile(at.file, renewed);
    return renewed;
  });
}

async function refresh(host: Host, name: string, profile: Profile, refreshToken: string): Promise<Tokens> {
  const provider = await discoverProvider(profile.issuer, profile.clientId);
  try {
    return tokensOf(await oidc.refreshTokenGrant(provider, refreshToken), host.now(), refreshToken);
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') throw ended(name, error);
    throw providerError(error, profile.issuer);
  }
}

function signedIn(
  profile: Profile | undefined,
  at: { name: string; url: string },
): { profile: Profile; tokens: Tokens } {
  if (!profile?.tokens) {
    throw new CliError(
      'not-signed-in',
      `you are not signed in at ${at.url}. Run: ${loginCommand(at.name, at.url)}`,
    );
  }
  if (profile.url !== at.url) {
    throw new CliError(
      'other-site',
      `the profile "${at.name}" is signed in at ${profile.url} and is not used for ${at.url}. ` +
        `Run: ${loginCommand('ANOTHER-NAME', at.url)}`,
    );
  }
  return { profile, tokens: profile.tokens };
}

function isFresh(tokens: Tokens, nowMs: number): boolean {
  return Date.parse(tokens.expiresAt) - marginMs > nowMs;
}

function ended(name: string, cause?: unknown): CliError {
  return new CliError('not-signed-in', `your sign-in has ended. Run: ${loginCommand(name)}`, cause);
}

function loginCommand(name: string, url = localUrl): string {
  const profile = name === 'default' ? '' : ` --profile ${name}`;
  return `vitrine login${profile}${url === localUrl ? '' : ` --url ${url}`}`;
}
