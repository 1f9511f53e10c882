import { createHmac } from 'node:crypto';
import { AwsError } from '../../aws/types.ts';
import { blob, type Input, object, optionalText, text } from '../wire/input.ts';
import type { EncryptionContext } from './envelope.ts';
import type { Key, KeyMaterial } from './keys.ts';

/** Encrypt, Sign and GenerateMac take at most 4,096 bytes. */
const MAX_MESSAGE_BYTES = 4096;

export function symmetric({ arn, material }: Key): Buffer {
  if (material.spec === 'SYMMETRIC_DEFAULT' && 'secret' in material) return material.secret;
  throw wrongUsage(arn, material);
}

export function signing({ arn, material }: Key): string {
  if ('privateKeyPem' in material) return material.privateKeyPem;
  throw wrongUsage(arn, material);
}

export function mac({ arn, material }: Key, input: Input): Buffer {
  const [, size] = /^HMAC_(224|256|384|512)$/.exec(material.spec) ?? [];
  const algorithm = text(input, 'MacAlgorithm');
  if (size === undefined || !('secret' in material) || algorithm !== `HMAC_SHA_${size}`) {
    throw wrongUsage(arn, material);
  }
  return createHmac(`sha${size}`, material.secret).update(message(input, 'Message')).digest();
}

export function assertRawEd25519(input: Input): void {
  const algorithm = text(input, 'SigningAlgorithm');
  const type = optionalText(input, 'MessageType') ?? 'RAW';
  if (algorithm === 'ED25519_SHA_512' && type === 'RAW') return;
  throw new AwsError(
    'ValidationException',
    `Ed25519 keys sign with ED25519_SHA_512 and MessageType RAW here, got ${algorithm} and ${type}.`,
  );
}

export function message(input: Input, name: string): Buffer {
  const bytes = blob(input, name);
  if (bytes.length <= MAX_MESSAGE_BYTES) return bytes;
  throw new AwsError(
    'ValidationException',
    `${name} has ${bytes.length} bytes; ${MAX_MESSAGE_BYTES} are allowed.`,
  );
}

export function contextOf(input: Input): EncryptionContext {
  const entries = Object.entries(object(input, 'EncryptionContext'));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function wrongUsage(arn: string, material: KeyMaterial): AwsError {
  return new AwsError(
    'InvalidKeyUsageException',
    `${arn} is a ${material.spec} key, which this operation cannot use.`,
  );
}
