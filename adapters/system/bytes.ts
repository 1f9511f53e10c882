import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import type { Compress } from '../../core/audit/history/parquet.ts';
import type { Sha256 } from '../../core/audit/log/merkle.ts';
import type { VerifySignature } from '../../core/audit/log/note.ts';

/** Node is fastest by far at giving a digest as a string, and verifying takes millions. */
export const sha256Bytes: Sha256 = (bytes) => {
  const digest = Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
  return new Uint8Array(digest.buffer, digest.byteOffset, digest.length);
};

/** DER in front of the 32 bytes of an Ed25519 public key (RFC 8410). */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');

/** The key as Node wants it is dear to make, and there are few keys and many signatures. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

function keyObjectOf(publicKey: Uint8Array): KeyObject {
  const known = keyObjects.get(publicKey);
  if (known) return known;
  const made = createPublicKey({
    key: Buffer.concat([ed25519Prefix, publicKey]),
    format: 'der',
    type: 'spki',
  });
  keyObjects.set(publicKey, made);
  return made;
}

export const verifyEd25519: VerifySignature = (publicKey, bytes, signature) =>
  verify(null, bytes, keyObjectOf(publicKey), signature);

export const zstd: Compress = (bytes) => zstdCompressSync(bytes);
