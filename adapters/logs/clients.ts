import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { clientSettings } from '../aws-client.ts';
import type { SessionCredentials } from '../sts/assume.ts';

const clients = new WeakMap<SessionCredentials, CloudWatchLogsClient>();

/** The Logs client of a session; it goes when the session does. */
export function logsClient(credentials: SessionCredentials): CloudWatchLogsClient {
  const known = clients.get(credentials);
  if (known) return known;
  const client = new CloudWatchLogsClient({ ...clientSettings, credentials });
  clients.set(credentials, client);
  return client;
}
