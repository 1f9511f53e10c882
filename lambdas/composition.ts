import vitrineConfig from '#vitrine.config';
import { cedarAuthorizer } from '../adapters/cedar/authorizer.ts';
import { documentClient } from '../adapters/dynamodb/client.ts';
import { requestStore } from '../adapters/dynamodb/requests.ts';
import { runStore } from '../adapters/dynamodb/runs.ts';
import { putCopy } from '../adapters/dynamodb/timeline.ts';
import { tokenStore } from '../adapters/dynamodb/tokens.ts';
import { grantKeys } from '../adapters/kms/keys.ts';
import { evidenceBucket } from '../adapters/s3/evidence.ts';
import { type MintedRole, type Sessions, sessions } from '../adapters/sts/sessions.ts';
import { clock, digest, ids } from '../adapters/system/system.ts';
import type { ForPeople } from '../core/access/load.ts';
import { record } from '../core/audit/record.ts';
import { describeRequest } from '../core/audit/redacted-text.ts';
import { Authorization } from '../core/policy/authorize.ts';
import { type Config, parseConfig } from '../core/policy/config.ts';
import { type Rules, rulesOf } from '../core/policy/rules.ts';
import type { Base, RequestStore, RunStore, TokenStore } from '../core/ports.ts';

/** The configuration this function was built with. */
export const config: Config = parseConfig(vitrineConfig);

/** Every event and decision names the rules in force by their version. */
export const rules: Rules = rulesOf(config, digest.sha256);

export const dynamodb = documentClient();

/** The access requests, with their exact reasons for as long as the configuration says. */
export function requests(environment: { REQUESTS_TABLE: string }): RequestStore {
  return requestStore({
    client: dynamodb,
    table: environment.REQUESTS_TABLE,
    retentionDays: config.retention.requestDays,
  });
}

/** Links and task tokens. */
export function tokens(environment: { TOKENS_TABLE: string }): TokenStore {
  return tokenStore({
    client: dynamodb,
    table: environment.TOKENS_TABLE,
    linkHours: config.retention.linkHours,
  });
}

/** The query runs; their exact texts go when the requests do. */
export function runs(environment: { RUNS_TABLE: string }): RunStore {
  return runStore({
    client: dynamodb,
    table: environment.RUNS_TABLE,
    retentionDays: config.retention.requestDays,
  });
}

interface WritingEnvironment {
  EVENTS_TABLE: string;
  EVIDENCE_BUCKET: string;
}

interface BaseEnvironment extends WritingEnvironment {
  REQUESTS_TABLE: string;
  GRANT_KEY_ID: string;
}

/** What writing events takes, on AWS, for those who neither read requests nor hold keys. */
export function writing(
  environment: WritingEnvironment,
): Pick<Base, 'config' | 'rulesVersion' | 'clock' | 'ids' | 'evidence'> {
  return {
    config,
    rulesVersion: rules.version,
    clock,
    ids,
    evidence: evidenceBucket({
      bucket: environment.EVIDENCE_BUCKET,
      copy: (event) =>
        putCopy(dynamodb, { table: environment.EVENTS_TABLE, days: config.retention.copyDays }, event),
    }),
  };
}

/** What every use case needs, on AWS. */
export function base(environment: BaseEnvironment): Base {
  return {
    ...writing(environment),
    digest,
    keys: grantKeys(environment.GRANT_KEY_ID),
    requests: requests(environment),
  };
}

/** The same with the authorization of people; the policies lie beside the bundle. */
export function forPeople(environment: BaseEnvironment): ForPeople {
  const authorizer = cedarAuthorizer(new URL('./policies/', import.meta.url));
  return { ...base(environment), authorization: new Authorization(authorizer, config) };
}

/** Sessions of a role, each mint recorded before it happens. */
export function recordedSessions(
  at: Base,
  options: { role: MintedRole; roleArn: string; scopePolicyPrefix: string },
): Sessions {
  return sessions({
    ...options,
    async beforeMint({ request, cause }, role) {
      await record(at, cause, 'session.minted', { ...(await describeRequest(at, request)), role });
    },
  });
}
