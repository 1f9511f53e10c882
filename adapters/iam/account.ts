import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';

/** Everybody in the account and all policies, with the credentials of whoever asks. */
export async function authorizationDetails(): Promise<unknown> {
  const details = {
    UserDetailList: [] as unknown[],
    GroupDetailList: [] as unknown[],
    RoleDetailList: [] as unknown[],
    Policies: [] as unknown[],
  };
  for await (const page of paginateGetAccountAuthorizationDetails({ client: new IAMClient() }, {})) {
    for (const list of Object.keys(details) as (keyof typeof details)[])
      details[list].push(...(page[list] ?? []));
  }
  return details;
}

/** The log groups of the region, with their retention. */
export async function describedLogGroups(): Promise<unknown> {
  const logGroups: unknown[] = [];
  for await (const page of paginateDescribeLogGroups({ client: new CloudWatchLogsClient() }, {})) {
    logGroups.push(...(page.logGroups ?? []));
  }
  return { logGroups };
}
