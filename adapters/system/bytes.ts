import { createHash, createPublicKey, verify } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import type { Compress } from '../../core/audit/history/parquet.ts';
import type { Sha256 } from '../../core/audit/log/merkle.ts';
import type { VerifySignature } from '../../core/audit/log/note.ts';

export const sha256Bytes: Sha256 = (bytes) => Uint8Array.from(createHash('sha256').update(bytes).digest());

/** DER in front of the 32 bytes of an Ed25519 public key (RFC 8410). */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');

export const verifyEd25519: VerifySignature = (publicKey, bytes, signature) => {
  const key = createPublicKey({
    key: Buffer.concat([ed25519Prefix, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, bytes, key, signature);
};

export const zstd: Compress = (bytes) => zstdCompressSync(bytes);
