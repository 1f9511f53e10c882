import { createHmac } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import type { GrantKey, Keys } from '../../core/ports.ts';
import { clientSettings } from '../aws-client.ts';
import { Recent } from '../recent.ts';

/** Keys of this many grants are held in memory. */
const heldKeys = 500;

/**
 * Per-grant keys: the MAC of the grant's id under an HMAC key that never leaves KMS (KMS developer guide, GenerateMac).
 * Nothing is stored, and deleting the KMS key forgets every pseudonym.
 */
export function grantKeys(keyId: string): Keys {
  const client = new KMSClient(clientSettings);
  const held = new Recent<Promise<GrantKey>>(heldKeys);
  const derive = async (requestId: string): Promise<GrantKey> => {
    const answer = await client.send(
      new GenerateMacCommand({
        KeyId: keyId,
        MacAlgorithm: 'HMAC_SHA_256',
        Message: new TextEncoder().encode(`vitrine/grant/v1/${requestId}`),
      }),
    );
    if (!answer.Mac) throw new Error('KMS gave no MAC.');
    return grantKey(answer.Mac);
  };
  return {
    ofGrant(requestId) {
      const known = held.get(requestId);
      if (known) return known;
      const key = derive(requestId);
      held.set(requestId, key);
      key.catch(() => held.delete(requestId));
      return key;
    },
  };
}

/** A key apart for each purpose, so that a MAC made for one says nothing in another. */
export function grantKey(secret: Uint8Array): GrantKey {
  const purposes = new Map<string, Uint8Array>();
  return {
    mac(purpose, message) {
      const key =
        purposes.get(purpose) ?? createHmac('sha256', secret).update(`vitrine/${purpose}/v1`).digest();
      purposes.set(purpose, key);
      return createHmac('sha256', key).update(message).digest();
    },
  };
}
