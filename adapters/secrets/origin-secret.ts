import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSettings } from '../aws-client.ts';

/** The secret by which CloudFront shows that a call came through it. Read once per function instance. */
export function originSecret(secretArn: string): () => Promise<string> {
  const client = new SecretsManagerClient(clientSettings);
  let held: Promise<string> | undefined;
  const read = async () => {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    if (!answer.SecretString) throw new Error('The origin secret is empty.');
    return answer.SecretString;
  };
  return () => {
    held ??= read();
    held.catch(() => {
      held = undefined;
    });
    return held;
  };
}
