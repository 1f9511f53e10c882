import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JWK } from 'oidc-provider';

/** The provider's RSA key, kept in the data folder so that tokens outlive a restart. */
export function signingKeys(dataDir: string): { keys: JWK[] } {
  const file = path.join(dataDir, 'oidc', 'keys.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { keys: JWK[] };
  } catch {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const keys = { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' } as JWK] };
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
    return keys;
  }
}
