import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { LedgerSigner } from '../../core/audit/log/ledger.ts';
import type { NoteKey } from '../../core/audit/log/note.ts';
import { clientSettings } from '../aws-client.ts';

/** An Ed25519 key in DER ends with its 32 bytes (RFC 8410). */
const publicKeyLength = 32;

const client = new KMSClient(clientSettings);

/** The public half of an Ed25519 key in KMS, under a name. */
export async function kmsNoteKey(keyId: string, name: string): Promise<NoteKey> {
  const { PublicKey, KeySpec } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (!PublicKey || KeySpec !== 'ECC_NIST_EDWARDS25519')
    throw new Error(`KMS key ${keyId} is no Ed25519 key.`);
  return { name, publicKey: PublicKey.slice(-publicKeyLength) };
}

/** Signs with an Ed25519 key that never leaves KMS, under a name. */
export async function kmsSigner(keyId: string, name: string): Promise<LedgerSigner> {
  return {
    key: await kmsNoteKey(keyId, name),
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
