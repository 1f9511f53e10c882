import { tokenRevocation } from 'openid-client';
import type { Profile } from '../profile/profile.ts';
import { discoverProvider } from './provider.ts';

/** Tells the provider to forget a refresh token (RFC 7009). Says whether there is nothing left to forget. */
export async function revokeRefreshToken({ issuer, clientId, tokens }: Profile): Promise<boolean> {
  if (!tokens?.refreshToken) return true;
  try {
    const provider = await discoverProvider(issuer, clientId);
    if (!provider.serverMetadata().revocation_endpoint) return false;
    await tokenRevocation(provider, tokens.refreshToken, { token_type_hint: 'refresh_token' });
    return true;
  } catch {
    // Signing out on this machine must work without the provider, too.
    return false;
  }
}
