import * as oidc from 'openid-client';
import type { Flow } from './cookies.ts';

/** The OIDC code flow with PKCE, run by the server so that the page needs no JavaScript. */
export interface SignIn {
  begin(returnTo: string, loginHint?: string): Promise<{ url: URL; flow: Flow }>;
  /** The claims of the verified ID token; undefined when the answer is not one to this flow. */
  finish(flow: Flow, currentUrl: URL): Promise<Record<string, unknown> | undefined>;
}

export function signIn(options: { issuer: string; clientId: string; siteUrl: string }): SignIn {
  const redirectUri = `${options.siteUrl}/approve/signed-in`;
  let held: Promise<oidc.Configuration> | undefined;
  const discover = () => {
    const issuer = new URL(options.issuer);
    // Plain HTTP is for an issuer on the same machine only; nobody else can listen in there.
    const loopback = issuer.protocol === 'http:' && issuer.hostname === '127.0.0.1';
    held ??= oidc.discovery(issuer, options.clientId, undefined, oidc.None(), {
      timeout: 10,
      ...(loopback && { execute: [oidc.allowInsecureRequests] }),
    });
    held.catch(() => {
      held = undefined;
    });
    return held;
  };

  return {
    async begin(returnTo, loginHint) {
      const flow: Flow = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
        returnTo,
      };
      const url = oidc.buildAuthorizationUrl(await discover(), {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        state: flow.state,
        nonce: flow.nonce,
        ...(loginHint !== undefined && { login_hint: loginHint }),
      });
      return { url, flow };
    },
    async finish(flow, currentUrl) {
      try {
        const tokens = await oidc.authorizationCodeGrant(await discover(), currentUrl, {
          pkceCodeVerifier: flow.verifier,
          expectedState: flow.state,
          expectedNonce: flow.nonce,
          idTokenExpected: true,
        });
        return tokens.claims();
      } catch (error) {
        // What the issuer or the library found wrong with the answer is the person's to try again.
        if (error instanceof oidc.ClientError || error instanceof oidc.AuthorizationResponseError)
          return undefined;
        if (error instanceof oidc.ResponseBodyError) return undefined;
        throw error;
      }
    },
  };
}
