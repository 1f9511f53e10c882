import { ErrorResponse, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { safeReturnPath } from './route.ts';
import type { SiteConfig } from './site-config.ts';

/** Nobody is signed in, or no longer. */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';
}

/** A token that ends sooner than this is renewed first, so that it does not end on its way. */
const renewBeforeSeconds = 60;

/**
 * The sign-in: OIDC authorization code flow with PKCE, as a public client.
 *
 * Tokens live in `sessionStorage`: it is this tab's alone, ends with it, and survives the reload that the redirect to
 * the issuer is; memory would not, and `localStorage` would outlive the sitting. A script on the page could read any
 * of the three, which is why the CSP admits none but the app's own.
 */
export class Session {
  readonly #manager: UserManager;
  /** Names the API (RFC 8707), so that the access token is a JWT for it. Only a URI may stand there. */
  readonly #resource: string | undefined;
  #renewal: Promise<User> | undefined;

  constructor(config: SiteConfig) {
    const store = new WebStorageStateStore({ store: sessionStorage, prefix: 'vitrine.oidc.' });
    this.#resource = URL.canParse(config.audience) ? config.audience : undefined;
    this.#manager = new UserManager({
      authority: config.issuer,
      client_id: config.clientId,
      redirect_uri: `${location.origin}/signed-in`,
      post_logout_redirect_uri: `${location.origin}/`,
      response_type: 'code',
      scope: 'openid profile email offline_access',
      ...(this.#resource !== undefined && { resource: this.#resource }),
      // What some issuers ask for instead; the others ignore it, as OpenID Connect Core 3.1.2.1 says.
      extraQueryParams: { audience: config.audience },
      // Renewal is ours: the library's would fall back to an iframe, which the CSP forbids.
      automaticSilentRenew: false,
      userStore: store,
      stateStore: store,
    });
  }

  async isSignedIn(): Promise<boolean> {
    const user = await this.#manager.getUser();
    return user !== null && (!user.expired || user.refresh_token !== undefined);
  }

  /** Leaves for the issuer. Without a hint, the person of the ended session is suggested. */
  async signIn(returnTo: string, hint: string | undefined): Promise<void> {
    const loginHint = hint ?? (await this.#manager.getUser())?.profile.email;
    await this.#manager.signinRedirect({
      state: { returnTo },
      ...(loginHint !== undefined && { login_hint: loginHint }),
    });
  }

  /**
   * Takes the code that the issuer sent the browser back with; answers the path to go on to.
   * @throws when the issuer refused or the answer is not one that this tab asked for.
   */
  async finishSignIn(): Promise<string> {
    const user = await this.#manager.signinRedirectCallback();
    const state: unknown = user.state;
    return safeReturnPath(state instanceof Object && 'returnTo' in state ? state.returnTo : undefined);
  }

  /** Forgets the tokens here and, where the issuer can, there. */
  async signOut(): Promise<void> {
    const idToken = (await this.#manager.getUser())?.id_token;
    const [revocation, endSession] = await Promise.all([
      this.#manager.metadataService.getRevocationEndpoint(true),
      this.#manager.metadataService.getEndSessionEndpoint(),
    ]).catch(() => []);
    if (revocation) await this.#manager.revokeTokens(['refresh_token']).catch(() => undefined);
    await this.#manager.removeUser();
    if (!endSession) return location.assign('/');
    const hint = idToken && { id_token_hint: idToken };
    await this.#manager.signoutRedirect({ ...hint }).catch(() => location.assign('/'));
  }

  /**
   * The access token of the moment, renewed when it is about to end.
   * @throws {SessionEndedError} when a new sign-in is needed.
   */
  async accessToken(): Promise<string> {
    const user = await this.#manager.getUser();
    if (!user) throw new SessionEndedError('Nobody is signed in.');
    if ((user.expires_in ?? Number.POSITIVE_INFINITY) > renewBeforeSeconds) return user.access_token;
    if (user.refresh_token === undefined) {
      if (!user.expired) return user.access_token;
      throw new SessionEndedError('The sign-in has ended.');
    }
    // Calls at the same moment share one renewal: a refresh token is often good for one use only.
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    return (await this.#renewal).access_token;
  }

  async #renew(): Promise<User> {
    try {
      const user = await this.#manager.signinSilent({
        ...(this.#resource !== undefined && { resource: this.#resource }),
      });
      if (user) return user;
    } catch (cause) {
      // Only the issuer's own no ends the session; a network that is down does not.
      if (!(cause instanceof ErrorResponse)) throw cause;
      throw new SessionEndedError('The issuer did not renew the sign-in.', { cause });
    }
    throw new SessionEndedError('The sign-in has ended.');
  }
}
