import { createPrivateKey, createPublicKey, randomBytes, sign, timingSafeEqual, verify } from 'node:crypto';
import { join } from 'node:path';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Caller,
  type Installation,
  type Resource,
} from '../../aws/types.ts';
import type { Iam } from '../../iam/iam.ts';
import { evaluateTrust } from '../../iam/resource-policy.ts';
import { type Provisioned, type Provisioner, unknownProperties } from '../../provisioner.ts';
import { blob, type Input, integer, optionalText, policyDocument, text } from '../wire/input.ts';
import { handleJson } from '../wire/json-protocol.ts';
import { open, seal, sealedBy } from './envelope.ts';
import { type Key, keyMaterial } from './keys.ts';
import { assertRawEd25519, contextOf, mac, message, signing, symmetric } from './usage.ts';

const KEY_PROPERTIES = ['Description', 'Enabled', 'KeyPolicy', 'KeySpec', 'KeyUsage', 'Tags'];

/** KMS of the stand-in: symmetric, HMAC and Ed25519 keys whose material stays in the data folder. */
export class Kms implements AwsService, Provisioner {
  readonly signingName = 'kms';
  readonly types = ['AWS::KMS::Key', 'AWS::KMS::Alias'] as const;
  readonly #installation: Installation;
  readonly #iam: Pick<Iam, 'contextOf'>;
  readonly #keys = new Map<string, Key>();
  /** Alias name (`alias/…`) to key id. */
  readonly #aliases = new Map<string, string>();

  constructor(installation: Installation, iam: Pick<Iam, 'contextOf'>) {
    this.#installation = installation;
    this.#iam = iam;
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    return handleJson(request, {
      DescribeKey: (input, caller) => this.#describe(this.#use('DescribeKey', input, caller)),
      Encrypt: (input, caller) => this.#encrypt(input, caller),
      Decrypt: (input, caller) => this.#decrypt(input, caller),
      GenerateDataKey: (input, caller) => this.#generateDataKey('GenerateDataKey', input, caller),
      GenerateDataKeyWithoutPlaintext: (input, caller) => {
        const { Plaintext: _, ...sealed } = this.#generateDataKey(
          'GenerateDataKeyWithoutPlaintext',
          input,
          caller,
        );
        return sealed;
      },
      GenerateMac: (input, caller) => this.#generateMac(input, caller),
      VerifyMac: (input, caller) => this.#verifyMac(input, caller),
      GetPublicKey: (input, caller) => this.#getPublicKey(input, caller),
      Sign: (input, caller) => this.#sign(input, caller),
      Verify: (input, caller) => this.#verify(input, caller),
    });
  }

  provision(resource: Resource): Provisioned {
    if (resource.type === 'AWS::KMS::Alias') return this.#provisionAlias(resource);
    const { properties } = resource;
    const spec = optionalText(properties, 'KeySpec') ?? 'SYMMETRIC_DEFAULT';
    const folder = join(this.#installation.dataDir, 'kms');
    const [keyId, material] = keyMaterial(folder, resource.logicalId, spec);
    const { region, accountId } = this.#installation;
    const arn = `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
    this.#keys.set(keyId, {
      keyId,
      arn,
      description: optionalText(properties, 'Description') ?? '',
      enabled: String(properties['Enabled'] ?? true) === 'true',
      policy: properties['KeyPolicy'] === undefined ? undefined : policyDocument(properties, 'KeyPolicy'),
      material,
    });
    const ignored = unknownProperties(resource, KEY_PROPERTIES);
    return { ref: keyId, attributes: { Arn: arn, KeyId: keyId }, ignored };
  }

  #provisionAlias(resource: Resource): Provisioned {
    const name = text(resource.properties, 'AliasName');
    const target = text(resource.properties, 'TargetKeyId');
    this.#aliases.set(name, target.slice(target.lastIndexOf('/') + 1));
    return { ref: name, attributes: {}, ignored: unknownProperties(resource, ['AliasName', 'TargetKeyId']) };
  }

  #describe(key: Key) {
    const usage = {
      SYMMETRIC_DEFAULT: 'ENCRYPT_DECRYPT',
      ECC_NIST_EDWARDS25519: 'SIGN_VERIFY',
    } as Record<string, string>;
    return {
      KeyMetadata: {
        AWSAccountId: this.#installation.accountId,
        Arn: key.arn,
        KeyId: key.keyId,
        Description: key.description,
        Enabled: key.enabled,
        KeyState: key.enabled ? 'Enabled' : 'Disabled',
        KeySpec: key.material.spec,
        KeyUsage: usage[key.material.spec] ?? 'GENERATE_VERIFY_MAC',
        Origin: 'AWS_KMS',
        KeyManager: 'CUSTOMER',
      },
    };
  }

  #encrypt(input: Input, caller: Caller) {
    const key = this.#use('Encrypt', input, caller);
    const secret = symmetric(key);
    const sealed = seal({ keyId: key.keyId, secret }, message(input, 'Plaintext'), contextOf(input));
    return {
      CiphertextBlob: sealed.toString('base64'),
      KeyId: key.arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  }

  #decrypt(input: Input, caller: Caller) {
    const sealed = blob(input, 'CiphertextBlob');
    const sealer = this.#find(sealedBy(sealed));
    if (optionalText(input, 'KeyId') !== undefined && this.#find(text(input, 'KeyId')) !== sealer) {
      throw new AwsError(
        'IncorrectKeyException',
        'The key ID in the request does not identify the key used.',
      );
    }
    const key = this.#use('Decrypt', { ...input, KeyId: sealer.keyId }, caller);
    const plaintext = open(symmetric(key), sealed, contextOf(input));
    return {
      Plaintext: plaintext.toString('base64'),
      KeyId: key.arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  }

  #generateDataKey(operation: string, input: Input, caller: Caller) {
    const key = this.#use(operation, input, caller);
    const bySpec = optionalText(input, 'KeySpec') === 'AES_128' ? 16 : 32;
    const plaintext = randomBytes(integer(input, 'NumberOfBytes', { min: 1, max: 1024, otherwise: bySpec }));
    const sealed = seal({ keyId: key.keyId, secret: symmetric(key) }, plaintext, contextOf(input));
    return {
      CiphertextBlob: sealed.toString('base64'),
      Plaintext: plaintext.toString('base64'),
      KeyId: key.arn,
    };
  }

  #generateMac(input: Input, caller: Caller) {
    const key = this.#use('GenerateMac', input, caller);
    return { Mac: mac(key, input).toString('base64'), MacAlgorithm: input['MacAlgorithm'], KeyId: key.arn };
  }

  #verifyMac(input: Input, caller: Caller) {
    const key = this.#use('VerifyMac', input, caller);
    const expected = mac(key, input);
    const given = blob(input, 'Mac');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new AwsError('KMSInvalidMacException', 'The MAC is not valid.');
    }
    return { MacValid: true, MacAlgorithm: input['MacAlgorithm'], KeyId: key.arn };
  }

  #getPublicKey(input: Input, caller: Caller) {
    const key = this.#use('GetPublicKey', input, caller);
    const der = createPublicKey(signing(key)).export({ format: 'der', type: 'spki' });
    return {
      PublicKey: der.toString('base64'),
      KeyId: key.arn,
      KeySpec: key.material.spec,
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: ['ED25519_SHA_512', 'ED25519_PH_SHA_512'],
    };
  }

  #sign(input: Input, caller: Caller) {
    const key = this.#use('Sign', input, caller);
    const privateKeyPem = signing(key);
    assertRawEd25519(input);
    const signature = sign(null, message(input, 'Message'), createPrivateKey(privateKeyPem));
    return { Signature: signature.toString('base64'), SigningAlgorithm: 'ED25519_SHA_512', KeyId: key.arn };
  }

  #verify(input: Input, caller: Caller) {
    const key = this.#use('Verify', input, caller);
    const publicKey = createPublicKey(signing(key));
    assertRawEd25519(input);
    if (!verify(null, message(input, 'Message'), publicKey, blob(input, 'Signature'))) {
      throw new AwsError('KMSInvalidSignatureException', 'The signature is not valid.');
    }
    return { SignatureValid: true, SigningAlgorithm: 'ED25519_SHA_512', KeyId: key.arn };
  }

  /** The key of a request, once key policy and identity policies allow the operation on it. */
  #use(operation: string, input: Input, caller: Caller): Key {
    const key = this.#find(text(input, 'KeyId'));
    const action = `kms:${operation}`;
    const pairs = Object.entries(contextOf(input));
    const context = Object.fromEntries(
      pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
    );
    const question = { action, resource: key.arn, context: this.#iam.contextOf(caller, context) };
    // Without a policy of its own a key delegates to the account, as AWS's default key policy does.
    const verdict = key.policy ? evaluateTrust(key.policy, { caller }, question) : 'account';
    if (verdict === 'denied') {
      const who = `User: ${caller.principalArn} is not authorized to perform: ${action}`;
      throw new AwsError(
        'AccessDenied',
        `${who} on resource: ${key.arn} because no resource-based policy allows it`,
      );
    }
    if (verdict === 'account') this.#installation.authorize(caller, action, key.arn, context);
    if (!key.enabled && operation !== 'DescribeKey') {
      throw new AwsError('DisabledException', `${key.arn} is disabled.`);
    }
    return key;
  }

  /** By id, ARN, alias or alias ARN. */
  #find(name: string): Key {
    const short = name.replace(/^arn:aws:kms:[^:]*:[^:]*:(key\/)?/, '');
    const key = this.#keys.get(this.#aliases.get(short) ?? short);
    if (!key) throw new AwsError('NotFoundException', `Key '${name}' does not exist`);
    return key;
  }
}

export function createKms(installation: Installation, iam: Pick<Iam, 'contextOf'>): Kms {
  return new Kms(installation, iam);
}
