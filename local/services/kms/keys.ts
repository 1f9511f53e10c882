import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError, type PolicyDocument } from '../../aws/types.ts';
import { fileName, writeAtomically } from '../wire/files.ts';

export type KeyMaterial =
  | { spec: 'SYMMETRIC_DEFAULT'; secret: Buffer }
  | { spec: HmacSpec; secret: Buffer }
  | { spec: 'ECC_NIST_EDWARDS25519'; privateKeyPem: string };

type HmacSpec = 'HMAC_224' | 'HMAC_256' | 'HMAC_384' | 'HMAC_512';

export interface Key {
  keyId: string;
  arn: string;
  description: string;
  enabled: boolean;
  policy: PolicyDocument | undefined;
  material: KeyMaterial;
}

interface StoredKey {
  keyId: string;
  spec: string;
  /** Base64 bytes, or a PEM for a key pair. */
  material: string;
}

/** Loads a key's material from an earlier run, or makes it and stores it, readable by its owner alone. */
export function keyMaterial(folder: string, logicalId: string, spec: string): [string, KeyMaterial] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${fileName(logicalId)}.json`);
  if (existsSync(path)) {
    const stored = JSON.parse(readFileSync(path, 'utf8')) as StoredKey;
    if (stored.spec === spec) return [stored.keyId, parseMaterial(spec, stored.material)];
  }
  const stored: StoredKey = { keyId: randomUUID(), spec, material: generateMaterial(spec) };
  writeAtomically(path, JSON.stringify(stored));
  return [stored.keyId, parseMaterial(spec, stored.material)];
}

const SECRET_BYTES: Readonly<Record<string, number>> = {
  SYMMETRIC_DEFAULT: 32,
  HMAC_224: 28,
  HMAC_256: 32,
  HMAC_384: 48,
  HMAC_512: 64,
};

function generateMaterial(spec: string): string {
  if (spec === 'ECC_NIST_EDWARDS25519') {
    return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  }
  const size = SECRET_BYTES[spec];
  if (size === undefined) throw new AwsError('ValidationException', `KeySpec ${spec} is not played here.`);
  return randomBytes(size).toString('base64');
}

function parseMaterial(spec: string, material: string): KeyMaterial {
  if (spec === 'ECC_NIST_EDWARDS25519') return { spec, privateKeyPem: material };
  const secret = Buffer.from(material, 'base64');
  if (spec === 'SYMMETRIC_DEFAULT') return { spec, secret };
  return { spec: spec as HmacSpec, secret };
}
