import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Variable } from '../contract/environment.ts';
import type { Config } from '../core/policy/config.ts';
import { Api } from './api.ts';
import { AuditLake } from './audit-lake.ts';
import type { Bundles } from './bundle.ts';
import { Evidence } from './evidence.ts';
import { EvidenceLog } from './evidence-log.ts';
import { Functions } from './functions.ts';
import { Keys } from './keys.ts';
import { LogAccess } from './log-access.ts';
import { Notifications } from './notifications.ts';
import { Observability } from './observability.ts';
import { OriginSecret } from './origin-secret.ts';
import { Parameters } from './parameters.ts';
import { grantPermissions } from './permissions.ts';
import { ReviewSchedules } from './review-schedules.ts';
import { Storage } from './storage.ts';
import { everyMinute } from './sweeping.ts';
import { Web } from './web.ts';
import { Workflow } from './workflow.ts';

export interface VitrineStackProps {
  config: Config;
  /** Folders of the bundled functions. */
  bundles: Bundles;
  /** Folder of the built web app. */
  site: string;
}

/** All of Vitrine in one account and region. */
export class VitrineStack extends Stack {
  constructor(scope: Construct, id: string, { config, bundles, site }: VitrineStackProps) {
    super(scope, id, {
      description: 'Vitrine: timed, approved, redacted and recorded access to production logs',
      terminationProtection: config.installation !== 'dev',
    });
    const parameters = new Parameters(this, 'Parameters');
    const { oidcIssuer, oidcAudience, oidcClientId, senderAddress, alertsAddress } = parameters;

    const keys = new Keys(this, 'Keys', { config });
    const storage = new Storage(this, 'Storage', { config, key: keys.tables });
    const evidence = new Evidence(this, 'Evidence', { config });
    const evidenceLog = new EvidenceLog(this, 'EvidenceLog', { config, evidence });
    const auditLake = new AuditLake(this, 'AuditLake', { config, evidence });
    const notifications = new Notifications(this, 'Notifications', {
      key: keys.alerts,
      senderAddress,
      alertsAddress,
    });
    const originSecret = new OriginSecret(this, 'OriginSecret');

    const functions = new Functions(this, 'Functions', { config, bundles });
    const workflow = new Workflow(this, 'Workflow', { config, functions });
    const api = new Api(this, 'Api', { config, functions, oidcIssuer, oidcAudience });
    const { accessLogs } = evidence;
    const web = new Web(this, 'Web', { config, api, originSecret, parameters, accessLogs, site });
    everyMinute(this, 'EveryMinute', {
      runs: functions.named('sweeper'),
      description: 'Vitrine: flushes, starts and closes what was left behind',
    });
    everyMinute(this, 'LogEveryMinute', {
      runs: functions.named('ledger'),
      description: 'Vitrine: commits the evidence to its log',
    });
    everyMinute(this, 'WatchEveryMinute', {
      runs: functions.named('watch'),
      description: 'Vitrine: looks through what happened for what people should look at',
    });
    new ReviewSchedules(this, 'ReviewSchedules', { config, runs: functions.named('reports') });
    new Observability(this, 'Observability', { topic: notifications.topic, workflow, functions, api });

    const rolesOf = (variable: Variable) => functions.told(variable).map(({ role }) => role);
    const logAccess = new LogAccess(this, 'LogAccess', {
      config,
      starters: rolesOf('STARTER_ROLE_ARN'),
      readers: rolesOf('READER_ROLE_ARN'),
      stoppers: rolesOf('STOPPER_ROLE_ARN'),
    });
    grantPermissions({
      functions,
      storage,
      evidence,
      evidenceLog,
      keys,
      originSecret,
      workflow,
      notifications,
      auditLake,
    });
    functions.tell({
      REQUESTS_TABLE: storage.nameOf('requests'),
      EVENTS_TABLE: storage.nameOf('events'),
      RUNS_TABLE: storage.nameOf('runs'),
      TOKENS_TABLE: storage.nameOf('tokens'),
      WATCH_TABLE: storage.nameOf('watch'),
      REPORTS_TABLE: storage.nameOf('reports'),
      EVIDENCE_BUCKET: evidence.bucket.bucketName,
      GRANT_KEY_ID: keys.grants.keyId,
      ORIGIN_SECRET_ARN: originSecret.arn,
      SITE_URL: web.siteUrl,
      STARTER_ROLE_ARN: logAccess.starter.roleArn,
      READER_ROLE_ARN: logAccess.reader.roleArn,
      STOPPER_ROLE_ARN: logAccess.stopper.roleArn,
      SCOPE_POLICY_PREFIX: logAccess.scopePolicyPrefix,
      STATE_MACHINE_ARN: workflow.stateMachineArn,
      SENDER_ADDRESS: senderAddress,
      ALERTS_TOPIC_ARN: notifications.topic.topicArn,
      OIDC_ISSUER: oidcIssuer,
      OIDC_CLIENT_ID: oidcClientId,
      ATHENA_WORKGROUP: auditLake.workgroupName,
      GLUE_DATABASE: auditLake.databaseName,
      LOG_SOURCE_BUCKET: evidence.bucket.bucketName,
      LOG_BUCKET: evidenceLog.bucket.bucketName,
      LOG_KEY_ID: keys.log.keyId,
    });
    this.#outputs({
      SiteUrl: web.siteUrl,
      ApiUrl: api.httpApi.apiEndpoint,
      EvidenceBucket: evidence.bucket.bucketName,
      LogBucket: evidenceLog.bucket.bucketName,
      LogKeyId: keys.log.keyId,
      StateMachineArn: workflow.stateMachineArn,
      AuditorRoleArn: auditLake.auditor.roleArn,
      WorkgroupName: auditLake.workgroupName,
      DatabaseName: auditLake.databaseName,
      AlertsTopicArn: notifications.topic.topicArn,
      RequestsTable: storage.nameOf('requests'),
      EventsTable: storage.nameOf('events'),
    });
  }

  #outputs(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
