import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { LedgerSigner } from '../../core/audit/log/ledger.ts';
import { clientSettings } from '../aws-client.ts';

/** An Ed25519 key in DER ends with its 32 bytes (RFC 8410). */
const publicKeyLength = 32;

/** Signs with an Ed25519 key that never leaves KMS, under a name. */
export async function kmsSigner(keyId: string, name: string): Promise<LedgerSigner> {
  const client = new KMSClient(clientSettings);
  const { PublicKey, KeySpec } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (!PublicKey || KeySpec !== 'ECC_NIST_EDWARDS25519')
    throw new Error(`KMS key ${keyId} is no Ed25519 key.`);
  return {
    key: { name, publicKey: PublicKey.slice(-publicKeyLength) },
    async sign(bytes) {
      const { Signature } = await client.send(
        new SignCommand({
          KeyId: keyId,
          Message: bytes,
          MessageType: 'RAW',
          SigningAlgorithm: 'ED25519_SHA_512',
        }),
      );
      if (!Signature) throw new Error('KMS gave no signature.');
      return Signature;
    },
  };
}
