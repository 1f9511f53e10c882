import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningStack } from './stack.ts';

/**
 * Writes what any AWS client needs to look at the running stack as its operator, in a file that a shell can source. The keys
 * are good for this stand-in and this run only; still nobody else on the machine may read them.
 */
export function writeOperatorFile(stack: RunningStack, dataDir: string): string {
  const { endpoint, region, credentials } = stack.clientConfig();
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
  const file = join(dataDir, 'operator.env');
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  return file;
}
