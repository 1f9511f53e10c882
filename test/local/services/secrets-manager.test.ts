import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSecretsManager, type SecretsManager } from '../../../local/services/secrets-manager.ts';
import { type Harness, serve } from './harness.ts';

let harness: Harness;
let service: SecretsManager;
let secrets: SecretsManagerClient;

beforeAll(async () => {
  harness = await serve((installation) => {
    service = createSecretsManager(installation);
    return [service];
  });
  secrets = new SecretsManagerClient(harness.clientConfig());
});
afterAll(() => harness.close());

const make = async (id: string, properties: object): Promise<string> =>
  (await harness.provision(service, 'AWS::SecretsManager::Secret', id, properties)).ref;

it('generates a secret by its rules, once', async () => {
  const rules = { GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true } };
  const arn = await make('Origin', rules);
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: arn }));
  expect(SecretString).toMatch(/^[A-Za-z0-9]{48}$/);
  expect(service.read(arn)).toBe(SecretString);
  expect(service.read('Origin')).toBe(SecretString);
  const again = createSecretsManager(harness.installation);
  const resource = { logicalId: 'Origin', type: 'AWS::SecretsManager::Secret', properties: rules };
  expect(again.provision(resource).ref).toBe(arn);
  expect(again.read(arn)).toBe(SecretString);
});

it('puts a generated value into a JSON template', async () => {
  const arn = await make('Json', {
    GenerateSecretString: { SecretStringTemplate: '{"user":"a"}', GenerateStringKey: 'password' },
  });
  expect(JSON.parse(service.read(arn) ?? '')).toEqual({
    user: 'a',
    password: expect.stringMatching(/^.{32}$/s),
  });
});

it('answers only who may read the secret', async () => {
  const arn = await make('Plain', { SecretString: 's3cret' });
  const weak = new SecretsManagerClient(harness.clientConfig({ Statement: [] }));
  const read = new GetSecretValueCommand({ SecretId: arn });
  await expect(weak.send(read)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect((await secrets.send(read)).SecretString).toBe('s3cret');
  const absent = new GetSecretValueCommand({ SecretId: 'absent' });
  await expect(secrets.send(absent)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
