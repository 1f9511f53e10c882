import { randomBytes } from 'node:crypto';
import type { ClientMetadata, Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider';
import { interactionPolicy } from 'oidc-provider';
import { html } from '../../core/html.ts';
import { MemoryAdapter } from './memory-adapter.ts';
import { claimsOf, findPerson, type Person } from './person.ts';

export interface OidcOptions {
  /** `http://127.0.0.1:PORT/oidc`. */
  issuer: string;
  /** Whom access tokens are for. */
  audience: string;
  clientId: string;
  people: readonly Person[];
  dataDir: string;
}

const HOUR_SECONDS = 3600;
const SCOPES = ['openid', 'profile', 'email', 'groups', 'offline_access'];

/** The provider's settings: one public client with PKCE, JWT access tokens, everybody signed in on a word. */
export function providerConfiguration(options: OidcOptions, jwks: { keys: JWK[] }): Configuration {
  const { audience, people } = options;
  // Resources are named by URI (RFC 8707), audiences by any text: the one resource stands for the one audience.
  const resource = URL.canParse(audience) ? audience : `urn:stand-in:${encodeURIComponent(audience)}`;
  return {
    adapter: MemoryAdapter,
    jwks,
    clients: [clientOf(options)],
    cookies: { keys: [randomBytes(32).toString('hex')] },
    scopes: SCOPES,
    // The claims stand in the id token as well, and whatever scopes are asked for.
    conformIdTokenClaims: false,
    claims: {
      openid: ['sub', 'name', 'email', 'email_verified', 'groups'],
      profile: [],
      email: [],
      groups: [],
    },
    findAccount: (_, sub) => {
      const person = people.find((each) => each.sub === sub);
      return person && { accountId: sub, claims: () => claimsOf(person) };
    },
    extraTokenClaims: (_, token) => {
      const person = people.find((each) => 'accountId' in token && each.sub === token.accountId);
      return person && claimsOf(person);
    },
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    loadExistingGrant: (ctx) => grantEverything(ctx, resource),
    interactions: { url: (_, { uid }) => `/oidc/interaction/${uid}`, policy: policy(people) },
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = String(
        html`<!doctype html><title>Sign-in failed</title><h1>${error}</h1><p>${description}</p>`,
      );
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience,
          scope: SCOPES.join(' '),
          accessTokenFormat: 'jwt',
          accessTokenTTL: HOUR_SECONDS,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
    },
    ttl: {
      AccessToken: HOUR_SECONDS,
      AuthorizationCode: 60,
      Grant: 14 * 24 * HOUR_SECONDS,
      IdToken: HOUR_SECONDS,
      Interaction: HOUR_SECONDS,
      RefreshToken: 14 * 24 * HOUR_SECONDS,
      Session: 14 * 24 * HOUR_SECONDS,
    },
  };
}

function clientOf({ clientId }: OidcOptions): ClientMetadata {
  return {
    client_id: clientId,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    id_token_signed_response_alg: 'RS256',
    // Any loopback address is accepted besides (see `acceptLoopbackRedirects`).
    redirect_uris: ['http://127.0.0.1/callback'],
    post_logout_redirect_uris: ['http://127.0.0.1/'],
  };
}

/** Nobody is asked for consent: the sample people have given it. */
async function grantEverything(ctx: KoaContextWithOIDC, resource: string) {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPES.join(' '));
  grant.addResourceScope(resource, SCOPES.join(' '));
  await grant.save();
  return grant;
}

/** A hint at another person than the one signed in asks for a sign-in, as a person's own choice would. */
function policy(people: readonly Person[]) {
  const { Check, base } = interactionPolicy;
  const prompts = base();
  prompts.get('consent')?.checks.remove('native_client_prompt');
  prompts.get('login')?.checks.add(
    new Check('other_person', 'Another person is to sign in', (ctx) => {
      const hint = ctx.oidc.params?.['login_hint'];
      const hinted = typeof hint === 'string' ? findPerson(people, hint) : undefined;
      return hinted !== undefined && ctx.oidc.session?.accountId !== hinted.sub;
    }),
  );
  return prompts;
}

function logoutSource(ctx: KoaContextWithOIDC, form: string): void {
  ctx.type = 'html';
  ctx.body = `<!doctype html><title>Sign out</title>${form}
<input type="hidden" form="op.logoutForm" name="logout" value="yes">
<button autofocus type="submit" form="op.logoutForm">Sign out</button>
<script>document.forms[0].submit()</script>`;
}

function postLogoutSuccessSource(ctx: KoaContextWithOIDC): void {
  ctx.type = 'html';
  ctx.body = '<!doctype html><title>Signed out</title><p>You are signed out.</p>';
}
