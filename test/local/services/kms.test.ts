import { createPublicKey, verify } from 'node:crypto';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKms, type Kms } from '../../../local/services/kms/kms.ts';
import { ACCOUNT, type Harness, serve } from './harness.ts';

let harness: Harness;
let service: Kms;
let kms: KMSClient;
const ids = { data: '', mac: '', sign: '' };
const Message = Buffer.from('the head of the log');

beforeAll(async () => {
  harness = await serve((installation, iam) => {
    service = createKms(installation, iam);
    return [service];
  });
  kms = new KMSClient(harness.clientConfig());
  const key = async (id: string, properties: object): Promise<string> =>
    (await harness.provision(service, 'AWS::KMS::Key', id, properties)).ref;
  const KeyPolicy = {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  };
  ids.data = await key('Data', { KeyPolicy });
  ids.mac = await key('Mac', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC', KeyPolicy });
  ids.sign = await key('Sign', { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY', KeyPolicy });
  const alias = { AliasName: 'alias/data', TargetKeyId: ids.data };
  await harness.provision(service, 'AWS::KMS::Alias', 'Alias', alias);
});
afterAll(() => harness.close());

it('decrypts what it encrypted, under the same context only', async () => {
  const EncryptionContext = { request: 'r-1' };
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: 'alias/data', Plaintext: Message, EncryptionContext }),
  );
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe(Message.toString());
  const elsewhere = new DecryptCommand({ CiphertextBlob, EncryptionContext: { request: 'r-2' } });
  await expect(kms.send(elsewhere)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
});

it('gives data keys whose sealed half opens to the plain one', async () => {
  const made = await kms.send(new GenerateDataKeyCommand({ KeyId: ids.data, KeySpec: 'AES_256' }));
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
  expect(opened.Plaintext).toEqual(made.Plaintext);
});

it('makes MACs that are the same each time and that it recognises', async () => {
  const input = { KeyId: ids.mac, Message, MacAlgorithm: 'HMAC_SHA_256' } as const;
  const first = await kms.send(new GenerateMacCommand(input));
  const second = await kms.send(new GenerateMacCommand(input));
  expect(second.Mac).toEqual(first.Mac);
  expect((await kms.send(new VerifyMacCommand({ ...input, Mac: first.Mac }))).MacValid).toBe(true);
  const wrong = new VerifyMacCommand({ ...input, Mac: Buffer.alloc(32) });
  await expect(kms.send(wrong)).rejects.toMatchObject({ name: 'KMSInvalidMacException' });
});

it('signs with Ed25519 so that anybody with the public key can check', async () => {
  const SigningAlgorithm = 'ED25519_SHA_512';
  const sign = new SignCommand({ KeyId: ids.sign, Message, MessageType: 'RAW', SigningAlgorithm });
  const { Signature = new Uint8Array() } = await kms.send(sign);
  const { PublicKey = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId: ids.sign }));
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  expect(verify(null, Message, key, Signature)).toBe(true);
  const forged = new VerifyCommand({
    KeyId: ids.sign,
    Message: Buffer.from('x'),
    Signature,
    SigningAlgorithm,
  });
  await expect(kms.send(forged)).rejects.toMatchObject({ name: 'KMSInvalidSignatureException' });
});

it('refuses messages over 4,096 bytes and keys of the wrong kind', async () => {
  const long = new EncryptCommand({ KeyId: ids.data, Plaintext: Buffer.alloc(4097) });
  await expect(kms.send(long)).rejects.toMatchObject({ name: 'ValidationException' });
  const wrong = new EncryptCommand({ KeyId: ids.mac, Plaintext: Message });
  await expect(kms.send(wrong)).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
});

it('asks the key policy and the caller', async () => {
  const weak = new KMSClient(harness.clientConfig({ Statement: [] }));
  const describe = new DescribeKeyCommand({ KeyId: ids.data });
  await expect(weak.send(describe)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const KeyPolicy = { Statement: [] };
  const { ref } = await harness.provision(service, 'AWS::KMS::Key', 'Nobodys', { KeyPolicy });
  const closed = new DescribeKeyCommand({ KeyId: ref });
  await expect(kms.send(closed)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

it('keeps key ids and material over a restart', async () => {
  const again = createKms(harness.installation, harness.iam);
  const made = again.provision({ logicalId: 'Data', type: 'AWS::KMS::Key', properties: {} });
  expect(made.ref).toBe(ids.data);
});
