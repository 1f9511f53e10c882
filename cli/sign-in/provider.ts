import * as oidc from 'openid-client';
import { CliError, isNetworkFailure, unreachable } from '../errors.ts';
import { isLoopback } from './site.ts';

/** Bounds every single request to the provider. */
const timeoutSeconds = 15;

/**
 * Learns a provider's endpoints by OpenID Connect Discovery 1.0.
 * @throws {CliError} for plain HTTP beyond this machine, and when the provider cannot be reached or understood.
 */
export async function discoverProvider(issuer: string, clientId: string): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  if (url.protocol !== 'https:' && !isLoopback(url)) {
    throw new CliError(
      'sign-in-failed',
      `the identity provider ${issuer} is not encrypted; it must use https`,
    );
  }
  try {
    return await oidc.discovery(url, clientId, undefined, oidc.None(), {
      timeout: timeoutSeconds,
      execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
    });
  } catch (error) {
    throw providerError(error, issuer);
  }
}

/** Says in a sentence what a provider answered, or that it did not. */
export function providerError(error: unknown, issuer: string): CliError {
  if (error instanceof CliError) return error;
  if (isNetworkFailure(error)) return unreachable(issuer, error);
  return new CliError('sign-in-failed', `signing in at ${issuer} failed: ${reason(error)}`, error);
}

function reason(error: unknown): string {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
    return error.error_description ? `${error.error_description} (${error.error})` : error.error;
  }
  return error instanceof Error ? error.message : String(error);
}
