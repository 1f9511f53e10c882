import * as oidc from 'openid-client';
import type { Host } from '../host.ts';
import type { Terminal } from '../output/terminal.ts';
import type { Profile } from '../profile/profile.ts';
import { listenForCallback } from './loopback.ts';
import { discoverProvider, providerError } from './provider.ts';
import { fetchSite } from './site.ts';
import { tokensOf } from './tokens.ts';
import { walkToCallback } from './walk.ts';

export interface SignInOptions {
  url: string;
  /** Whom the provider shall offer to sign in, as a subject or a mail address. */
  hint?: string | undefined;
  browser: boolean;
}

/** Signs a person in with a browser: authorization code flow with PKCE (RFC 7636), state and nonce. */
export async function signIn(host: Host, terminal: Terminal, options: SignInOptions): Promise<Profile> {
  const { issuer, clientId, audience } = await fetchSite(options.url);
  const provider = await discoverProvider(issuer, clientId);
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const loopback = await listenForCallback(state);
  try {
    const { redirectUri } = loopback;
    const authorizationUrl = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope: 'openid profile email offline_access',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      // Whom the access token is for. RFC 8707 wants an absolute URI there; providers whose audiences are plain names
      // have them set for the client.
      ...(URL.canParse(audience) && { resource: audience }),
      ...(options.hint && { login_hint: options.hint }),
    });
    const walked = options.hint ? await walkToCallback({ authorizationUrl, issuer, redirectUri }) : undefined;
    if (!walked) await sendToBrowser(host, terminal, authorizationUrl.href, options.browser);
    const answer = await oidc.authorizationCodeGrant(provider, walked ?? (await loopback.callback()), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    return { url: options.url, issuer, clientId, audience, tokens: tokensOf(answer, host.now()) };
  } catch (error) {
    throw providerError(error, issuer);
  } finally {
    loopback.close();
  }
}

async function sendToBrowser(host: Host, terminal: Terminal, url: string, browser: boolean): Promise<void> {
  if (!browser) {
    terminal.note(`Open this address to sign in:\n${url}`);
    return;
  }
  terminal.note(`Sign in with the browser. If none opens, go to:\n${url}`);
  // A machine without a browser still shows the address.
  await host.openBrowser(url).catch(() => undefined);
}
