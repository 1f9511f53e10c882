import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';

export type Claims = JWTPayload;

export interface JwtAuthorizerOptions {
  issuer: string;
  audiences: string[];
}

export type Verification =
  | { ok: true; claims: Claims; scopes: string[] }
  | { ok: false; description: string };

/**
 * API Gateway's JWT authorizer: RS256 only, keys from the issuer's discovery document; `iss`, `aud` (or `client_id`),
 * `exp`, `nbf`. Source: "Control access to HTTP APIs with JWT authorizers", API Gateway developer guide.
 */
export class JwtAuthorizer {
  readonly #options: JwtAuthorizerOptions;
  #keys: ReturnType<typeof createRemoteJWKSet> | undefined;

  constructor(options: JwtAuthorizerOptions) {
    this.#options = options;
  }

  async verify(authorization: string | undefined): Promise<Verification> {
    const token = authorization?.replace(/^bearer /i, '');
    if (!token) return { ok: false, description: '' };
    try {
      const { payload } = await jwtVerify(token, await this.#getKeys(), {
        issuer: this.#options.issuer,
        algorithms: ['RS256'],
        requiredClaims: ['exp'],
      });
      if (!this.#isMeantForUs(payload))
        return { ok: false, description: 'the token does not have a valid audience' };
      return { ok: true, claims: payload, scopes: scopesOf(payload) };
    } catch (error) {
      return { ok: false, description: describe(error) };
    }
  }

  #isMeantForUs({ aud, client_id: clientId }: Claims): boolean {
    const named = aud === undefined ? [clientId] : [aud].flat();
    return named.some((name) => typeof name === 'string' && this.#options.audiences.includes(name));
  }

  async #getKeys(): Promise<ReturnType<typeof createRemoteJWKSet>> {
    if (this.#keys) return this.#keys;
    const url = `${this.#options.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const response = await fetch(url, { signal: AbortSignal.timeout(1_500) });
    const { jwks_uri: jwksUri } = (await response.json()) as { jwks_uri: string };
    this.#keys = createRemoteJWKSet(new URL(jwksUri));
    return this.#keys;
  }
}

function scopesOf({ scope, scp }: Claims): string[] {
  const declared = scope ?? scp;
  return Array.isArray(declared)
    ? declared.map(String)
    : String(declared ?? '')
        .split(' ')
        .filter(Boolean);
}

function describe(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token has an invalid ${error.claim}`;
  if (error instanceof errors.JOSEError) return 'signing method or signature is invalid';
  return 'unable to discover the JWKs';
}
