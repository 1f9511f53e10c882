import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyEd25519 } from '../../adapters/system/bytes.ts';
import { createKms, type Kms } from '../../local/services/kms/kms.ts';
import { ACCOUNT, type Harness, serve } from '../local/services/harness.ts';
import { useStandIn } from './stand-in.ts';

let harness: Harness;
let signer: typeof import('../../adapters/kms/signer.ts');
const keys = { sign: '', mac: '' };

beforeAll(async () => {
  let service: Kms | undefined;
  harness = await serve((installation, iam) => {
    service = createKms(installation, iam);
    return [service];
  });
  useStandIn(harness);
  signer = await import('../../adapters/kms/signer.ts');
  const KeyPolicy = {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  };
  const key = async (id: string, properties: object) => {
    if (!service) throw new Error('KMS is not there.');
    return (await harness.provision(service, 'AWS::KMS::Key', id, { ...properties, KeyPolicy })).ref;
  };
  keys.sign = await key('Sign', { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' });
  keys.mac = await key('Mac', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await harness.close();
});

describe('the signer in KMS', () => {
  it('signs so that the public key under its name verifies, and no other bytes do', async () => {
    const { key, sign } = await signer.kmsSigner(keys.sign, 'vitrine/evidence');
    expect(key.name).toBe('vitrine/evidence');
    expect(key.publicKey).toHaveLength(32);
    const bytes = Buffer.from('a head\n');
    const signature = await sign(bytes);
    expect(signature).toHaveLength(64);
    expect(verifyEd25519(key.publicKey, bytes, signature)).toBe(true);
    expect(verifyEd25519(key.publicKey, Buffer.from('another head\n'), signature)).toBe(false);
    expect(await signer.kmsNoteKey(keys.sign, 'vitrine/evidence')).toEqual(key);
  });

  it('does not start with a key that cannot sign, or with none', async () => {
    await expect(signer.kmsSigner(keys.mac, 'vitrine/evidence')).rejects.toThrow();
    await expect(signer.kmsSigner('00000000-0000-0000-0000-000000000000', 'n')).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('takes no public key of another kind for an Ed25519 one', async () => {
    vi.spyOn(KMSClient.prototype, 'send').mockImplementation(async () => ({
      PublicKey: new Uint8Array(91),
      KeySpec: 'ECC_NIST_P256',
    }));
    await expect(signer.kmsNoteKey('key', 'n')).rejects.toThrow('KMS key key is no Ed25519 key');
  });

  it('fails where KMS gives no signature', async () => {
    const { sign } = await signer.kmsSigner(keys.sign, 'n');
    vi.spyOn(KMSClient.prototype, 'send').mockImplementation(async () => ({}));
    await expect(sign(Buffer.from('a head\n'))).rejects.toThrow('KMS gave no signature');
  });
});
