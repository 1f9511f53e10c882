import { vi } from 'vitest';
import type { PolicyDocument } from '../../local/aws/types.ts';
import type { Harness } from '../local/services/harness.ts';

/** Lets the SDK's clients that are made from now on find the stand-in, as a role that may do what the policy says. */
export function useStandIn(harness: Harness, policy?: PolicyDocument): void {
  const { endpoint, region, credentials } = harness.clientConfig(policy);
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', credentials.sessionToken);
}
