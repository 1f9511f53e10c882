import * as iam from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from '../contract/environment.ts';
import type { Config } from '../core/policy/config.ts';
import type { AuditLake } from './audit-lake.ts';
import type { Evidence } from './evidence.ts';
import type { EvidenceLog } from './evidence-log.ts';
import type { Functions } from './functions.ts';
import type { Keys } from './keys.ts';
import { grantMirror } from './mirror.ts';
import type { Notifications } from './notifications.ts';
import type { OcsfExport } from './ocsf-export.ts';
import type { OriginSecret } from './origin-secret.ts';
import type { Storage, TableAction, TableName } from './storage.ts';
import type { Workflow } from './workflow.ts';

/** What each function may do with each table. */
const tableAccess: Record<FunctionName, Partial<Record<TableName, readonly TableAction[]>>> = {
  requests: {
    requests: ['GetItem', 'PutItem', 'Query'],
    runs: ['GetItem', 'UpdateItem', 'Query'],
    tokens: ['GetItem'],
    events: ['PutItem'],
  },
  approvals: {
    requests: ['GetItem', 'PutItem'],
    tokens: ['GetItem', 'UpdateItem'],
    events: ['PutItem'],
  },
  queries: {
    requests: ['GetItem', 'PutItem'],
    runs: ['GetItem', 'PutItem', 'UpdateItem', 'Query'],
    events: ['PutItem'],
  },
  results: {
    requests: ['GetItem', 'PutItem'],
    runs: ['GetItem', 'UpdateItem'],
    events: ['PutItem'],
  },
  audit: {
    requests: ['GetItem'],
    events: ['GetItem', 'PutItem', 'Query'],
    reports: ['GetItem', 'UpdateItem', 'Query'],
  },
  notify: { requests: ['GetItem', 'PutItem'], tokens: ['GetItem', 'PutItem'], events: ['PutItem'] },
  grant: { requests: ['GetItem', 'PutItem'], events: ['PutItem'] },
  hold: { requests: ['GetItem'], tokens: ['GetItem', 'PutItem'] },
  close: {
    requests: ['GetItem', 'PutItem'],
    runs: ['GetItem', 'UpdateItem', 'Query'],
    events: ['PutItem'],
  },
  sweeper: {
    requests: ['GetItem', 'PutItem', 'Query'],
    runs: ['GetItem', 'UpdateItem', 'Query'],
    tokens: ['GetItem'],
    events: ['PutItem'],
  },
  keeper: {
    requests: ['GetItem', 'PutItem'],
    runs: ['Query', 'UpdateItem'],
    events: ['PutItem', 'UpdateItem', 'Query'],
  },
  watch: { events: ['PutItem', 'Query'], watch: ['GetItem', 'PutItem', 'UpdateItem'] },
  reports: { events: ['PutItem', 'Query'], reports: ['GetItem', 'PutItem', 'UpdateItem', 'Query'] },
  ledger: {},
  exporter: {},
  reconcile: { events: ['PutItem', 'Query'] },
};

/** The functions that complete waiting tasks: people end waits through the first two, the others when they come too late. */
const completing: readonly FunctionName[] = ['requests', 'approvals', 'notify', 'hold', 'sweeper'];
const starting: readonly FunctionName[] = ['requests', 'sweeper'];

export interface Grantable {
  config: Config;
  functions: Functions;
  storage: Storage;
  evidence: Evidence;
  evidenceLog: EvidenceLog;
  ocsfExport: OcsfExport;
  keys: Keys;
  originSecret: OriginSecret;
  workflow: Workflow;
  notifications: Notifications;
  auditLake: AuditLake;
}

/** Gives every function what it needs and no more; what it is told of, it may use. */
export function grantPermissions(to: Grantable): void {
  const {
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
  } = to;
  for (const [name, access] of Object.entries(tableAccess) as [FunctionName, Access][]) {
    for (const [table, actions] of Object.entries(access) as [TableName, readonly TableAction[]][]) {
      storage.grant(functions.named(name), table, actions);
    }
  }
  const { role: ledger } = functions.named('ledger');
  const { role: reports } = functions.named('reports');
  evidence.grantWrite({ events: functions.told('EVIDENCE_BUCKET').map(({ role }) => role), ledger, reports });
  evidenceLog.grantRead(reports);
  evidence.grantReadLog(ledger);
  evidence.grantReadHistory(ledger);
  evidenceLog.grantMaintain(ledger);
  keys.grantSign(ledger);
  const { role: exporter } = functions.named('exporter');
  evidence.grantReadLog(exporter);
  ocsfExport.grantExport(exporter);
  grantMirror(ledger, config.audit.mirror);
  const { role: reconcile } = functions.named('reconcile');
  evidence.grantReadLog(reconcile);
  evidenceLog.grantRead(reconcile);
  keys.grantCheck(reconcile);
  evidence.grantReadLog(auditLake.auditor);
  evidence.grantReadBesides(auditLake.auditor);
  evidenceLog.grantRead(auditLake.auditor);
  keys.grantCheck(auditLake.auditor);
  for (const each of functions.told('GRANT_KEY_ID')) keys.grantDerive(each);
  for (const each of functions.told('ORIGIN_SECRET_ARN')) originSecret.grantRead(each);
  for (const name of starting) workflow.grantStart(functions.named(name));
  for (const name of completing) workflow.grantComplete(functions.named(name));
  for (const grantee of functions.told('OWN_LOGS_PREFIX')) {
    const resourceArns = functions.all.map(({ logGroup }) => logGroup.logGroupArn);
    iam.Grant.addToPrincipal({ grantee, actions: ['logs:FilterLogEvents'], resourceArns });
  }
  for (const { role } of functions.told('ALERTS_TOPIC_ARN')) notifications.grantPublish(role);
  for (const { role } of functions.told('SENDER_ADDRESS')) notifications.grantMail(role);
  for (const { role } of functions.told('ATHENA_WORKGROUP')) auditLake.grantQuery(role);
}

type Access = (typeof tableAccess)[FunctionName];
