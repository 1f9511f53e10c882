import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Variable } from '../contract/environment.ts';
import type { Config } from '../core/policy/config.ts';
import { Api } from './api.ts';
import { AuditLake } from './audit-lake.ts';
import type { Bundles } from './bundle.ts';
import { Evidence } from './evidence.ts';
import { EvidenceLog } from './evidence-log.ts';
import { Functions, ownLogsPrefix } from './functions.ts';
import { Keys } from './keys.ts';
import { LogAccess } from './log-access.ts';
import { Notifications } from './notifications.ts';
import { Observability } from './observability.ts';
import { OcsfExport } from './ocsf-export.ts';
import { OriginSecret } from './origin-secret.ts';
import { Parameters } from './parameters.ts';
import { grantPermissions } from './permissions.ts';
import { ReviewSchedules } from './review-schedules.ts';
import { Storage } from './storage.ts';
import { daily, onSchedule } from './sweeping.ts';
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
    const ocsfExport = new OcsfExport(this, 'OcsfExport', { config, evidence });
    const auditLake = new AuditLake(this, 'AuditLake', { config, evidence });
    const notifications = new Notifications(this, 'Notifications', {
      key: keys.alerts,
      senderAddress,
      alertsAddress,
    });
    const originSecret = new OriginSecret(this, 'OriginSecret');

    const functions = new Functions(this, 'Functions', { config, bundles, logKey: keys.ownLogs });
    const workflow = new Workflow(this, 'Workflow', { config, functions, logKey: keys.ownLogs });
    const api = new Api(this, 'Api', { config, functions, oidcIssuer, oidcAudience, logKey: keys.ownLogs });
    const { accessLogs } = evidence;
    const web = new Web(this, 'Web', { config, api, originSecret, parameters, accessLogs, site });
    onSchedule(this, 'EveryMinute', {
      minutes: 1,
      runs: functions.named('sweeper'),
      description: 'Vitrine: flushes, starts and closes what was left behind',
    });
    onSchedule(this, 'LogEveryMinute', {
      minutes: 1,
      runs: functions.named('ledger'),
      description: 'Vitrine: commits the evidence to its log',
    });
    onSchedule(this, 'ExportEveryFiveMinutes', {
      minutes: 5,
      runs: functions.named('exporter'),
      description: 'Vitrine: exports the evidence in OCSF',
    });
    onSchedule(this, 'WatchEveryMinute', {
      minutes: 1,
      runs: functions.named('watch'),
      description: 'Vitrine: looks through what happened for what people should look at',
    });
    daily(this, 'ReconcileDaily', {
      runs: functions.named('reconcile'),
      description: 'Vitrine: compares the evidence, its log and its copy',
      hour: 2,
    });
    // Once the differences are told, what may be mended is.
    daily(this, 'LogCatchUpDaily', {
      runs: functions.named('ledger'),
      description: 'Vitrine: commits events that came late, and mends the served log',
      hour: 3,
      task: 'catch-up',
    });
    new ReviewSchedules(this, 'ReviewSchedules', { config, runs: functions.named('reports') });
    const { topic } = notifications;
    new Observability(this, 'Observability', { config, topic, workflow, functions, api });

    const rolesOf = (variable: Variable) => functions.told(variable).map(({ role }) => role);
    const logAccess = new LogAccess(this, 'LogAccess', {
      config,
      starters: rolesOf('STARTER_ROLE_ARN'),
      readers: rolesOf('READER_ROLE_ARN'),
      stoppers: rolesOf('STOPPER_ROLE_ARN'),
    });
    const holder = evidence.grantHold(functions.named('keeper').role);
    grantPermissions({
      config,
      functions,
      storage,
      evidence,
      evidenceLog,
      ocsfExport,
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
      OWN_LOGS_PREFIX: ownLogsPrefix(this),
      HOLDER_ROLE_ARN: holder.roleArn,
      OCSF_BUCKET: ocsfExport.bucket.bucketName,
    });
    this.#outputs({
      SiteUrl: web.siteUrl,
      ApiUrl: api.httpApi.apiEndpoint,
      EvidenceBucket: evidence.bucket.bucketName,
      LogBucket: evidenceLog.bucket.bucketName,
      LogKeyId: keys.log.keyId,
      OcsfBucket: ocsfExport.bucket.bucketName,
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
