import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '../../aws/types.ts';

/** Names and values that must be told again to decrypt; authenticated, not encrypted. */
export type EncryptionContext = Readonly<Record<string, string>>;

const VERSION = 1;
const KEY_ID_BYTES = 36;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

/** AES-256-GCM: version, key id, nonce, tag, ciphertext; the context is the additional authenticated data. */
export function seal(
  key: { keyId: string; secret: Buffer },
  plaintext: Buffer,
  context: EncryptionContext,
): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce);
  cipher.setAAD(canonical(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([
    Buffer.from([VERSION]),
    Buffer.from(key.keyId),
    nonce,
    cipher.getAuthTag(),
    ciphertext,
  ]);
}

/** @throws AwsError `InvalidCiphertextException` for anything but what `seal` gave for this key and context. */
export function open(secret: Buffer, sealed: Buffer, context: EncryptionContext): Buffer {
  const nonce = sealed.subarray(1 + KEY_ID_BYTES, 1 + KEY_ID_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', secret, nonce);
  decipher.setAAD(canonical(context));
  decipher.setAuthTag(sealed.subarray(HEADER_BYTES - TAG_BYTES, HEADER_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]);
  } catch {
    throw invalid();
  }
}

/** The id of the key that sealed a ciphertext. */
export function sealedBy(sealed: Buffer): string {
  if (sealed.length < HEADER_BYTES || sealed[0] !== VERSION) throw invalid();
  return sealed.toString('latin1', 1, 1 + KEY_ID_BYTES);
}

function canonical(context: EncryptionContext): Buffer {
  const sorted = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(sorted));
}

function invalid(): AwsError {
  return new AwsError(
    'InvalidCiphertextException',
    'The ciphertext, the key or the encryption context is wrong.',
  );
}
