import type { TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import { CliError } from '../errors.ts';
import type { Tokens } from '../profile/profile.ts';

/** For providers that do not say how long a token lives: short, so that a refresh comes rather too early. */
const assumedLifeSeconds = 300;

/** Picks what is kept of a token answer; a provider that sends no new refresh token means the old one to stay. */
export function tokensOf(
  answer: TokenEndpointResponse & TokenEndpointResponseHelpers,
  nowMs: number,
  oldRefreshToken?: string,
): Tokens {
  // The API's gateway verifies signed tokens only; an opaque one would be refused there without a word of why.
  if (answer.access_token.split('.').length !== 3) {
    throw new CliError(
      'sign-in-failed',
      'the identity provider gave an opaque access token; it must be set up to give JWTs for the API’s audience',
    );
  }
  const refreshToken = answer.refresh_token ?? oldRefreshToken;
  const lifeSeconds = answer.expiresIn() ?? assumedLifeSeconds;
  return {
    accessToken: answer.access_token,
    expiresAt: new Date(nowMs + lifeSeconds * 1000).toISOString(),
    ...(refreshToken && { refreshToken }),
  };
}
