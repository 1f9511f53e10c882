import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { historyPrefix } from '../core/audit/history/files.ts';
import { eventsPrefix } from '../core/audit/log/event-keys.ts';
import { logPrefix } from '../core/audit/log/manifest.ts';
import { reportsPrefix } from '../core/audit/review/store.ts';
import type { Config } from '../core/policy/config.ts';
import { rulesPrefix } from '../core/policy/rules.ts';
import { acknowledge, attributeInFinding } from './acknowledge.ts';
import { guardedBucket } from './bucket.ts';

/** What the ledger puts: the log, the copy of the events that SQL reads, and the rules that events name. */
const ledgerPrefixes = [logPrefix, historyPrefix, rulesPrefix];

/** What expires together. */
const eventPrefixes = [eventsPrefix, historyPrefix];

const deleting = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
const lockActions = ['s3:PutObjectRetention', 's3:PutObjectLegalHold', 's3:BypassGovernanceRetention'];

interface Writers {
  events: readonly iam.IRole[];
  ledger: iam.IRole;
  /** One of the writers of events as well. */
  reports: iam.IRole;
}

/**
 * Events go some days after they may: first behind a delete marker, then for good unless a lock or a legal hold keeps the version
 * (S3 user guide, "Managing the lifecycle of objects with Object Lock"). The log of them stays: it names nobody.
 */
function expiry(days: number | undefined): s3.LifecycleRule[] {
  if (days === undefined) return [];
  return eventPrefixes.flatMap((prefix) => [
    {
      prefix,
      // A lock counts from the second of the write, a lifecycle in whole days.
      expiration: Duration.days(days + 1),
      noncurrentVersionExpiration: Duration.days(1),
    },
    { prefix, expiredObjectDeleteMarker: true },
  ]);
}

/**
 * The evidence bucket. Event writers may put new keys under `events/`, the ledger what it makes of them, and both do
 * nothing else; nobody else may put anything. In production
 * nobody, root included, can delete or change what is in it before its retention is over.
 */
export class Evidence extends Construct {
  readonly bucket: s3.IBucket;
  readonly accessLogs: s3.IBucket;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    const dev = config.installation === 'dev';
    const retention = Duration.days(config.retention.evidenceDays);
    this.accessLogs = guardedBucket(this, 'AccessLogs', {
      config,
      lifecycleRules: [{ expiration: retention }],
    });
    this.bucket = guardedBucket(this, 'Bucket', {
      config,
      versioned: true,
      objectLockEnabled: true,
      // Locked objects cannot be removed with a stack, so one that is meant to be removed locks nothing by itself.
      ...(!dev && { objectLockDefaultRetention: s3.ObjectLockRetention.compliance(retention) }),
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: 'evidence/',
      lifecycleRules: expiry(config.retention.evidenceExpireDays),
    });
    this.#refuse('RefuseOverwriting', {
      // Only with If-None-Match does S3 refuse a key that is taken; the header's one value for a PUT is `*`
      // (S3 user guide, "Enforce conditional writes on Amazon S3 buckets").
      actions: ['s3:PutObject'],
      conditions: { Null: { 's3:if-none-match': 'true' } },
    });
    // A `dev` stack must be able to go away whole.
    if (!dev) {
      // A delete marker would hide a locked object without deleting it, and an own retention would override the default.
      this.#refuse('RefuseDeleting', { actions: deleting });
      this.#refuse('RefuseBypassing', { actions: ['s3:BypassGovernanceRetention'] });
    }
  }

  /**
   * Names all who may put anything: events only under `events/`, the ledger only what it makes of them, and reports, whose writer reads
   * them, too, under `reviews/`. They can do nothing else: neither delete anything nor lock it otherwise.
   */
  grantWrite({ events, ledger, reports }: Writers): void {
    const writers = events.map(({ roleArn }) => roleArn);
    for (const role of events) this.#grantPut(role, eventsPrefix);
    for (const prefix of ledgerPrefixes) this.#grantPut(ledger, prefix);
    this.#grantPut(reports, reportsPrefix);
    iam.Grant.addToPrincipal({
      grantee: reports,
      actions: ['s3:GetObject'],
      resourceArns: [this.bucket.arnForObjects(`${reportsPrefix}*`)],
    });
    this.#refuse('RefuseForging', {
      actions: ['s3:PutObject'],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...writers, ledger.roleArn] } },
    });
    this.#refuse('RefuseForgingEvents', {
      actions: ['s3:PutObject'],
      resources: [this.bucket.arnForObjects(`${eventsPrefix}*`)],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': writers } },
    });
    this.#refuse('RefuseForgingLog', {
      actions: ['s3:PutObject'],
      resources: ledgerPrefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`)),
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': ledger.roleArn } },
    });
    this.#refuse('RefuseForgingReports', {
      actions: ['s3:PutObject'],
      resources: [this.bucket.arnForObjects(`${reportsPrefix}*`)],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': reports.roleArn } },
    });
    this.#refuse('RefuseWritersMore', {
      actions: [...deleting, ...lockActions],
      conditions: { ArnEquals: { 'aws:PrincipalArn': [...writers, ledger.roleArn] } },
    });
  }

  /** A role that puts and lifts legal holds on events, for one function to assume; nobody else may do either. */
  grantHold(keeper: iam.IRole): iam.IRole {
    const trusted = new iam.ArnPrincipal(keeper.roleArn);
    const holder = new iam.Role(this, 'Holder', {
      assumedBy: trusted,
      description: 'Vitrine: puts and lifts legal holds on events',
      maxSessionDuration: Duration.hours(1),
    });
    holder.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({ actions: ['sts:SetSourceIdentity'], principals: [trusted] }),
    );
    iam.Grant.addToPrincipal({
      grantee: keeper,
      actions: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
      resourceArns: [holder.roleArn],
    });
    iam.Grant.addToPrincipal({
      grantee: holder,
      actions: ['s3:PutObjectLegalHold'],
      resourceArns: [this.bucket.arnForObjects(`${eventsPrefix}*`)],
    });
    acknowledge(holder, {
      [`IAM5[Resource::${attributeInFinding(this.bucket)}/${eventsPrefix}*]`]:
        'Which events are held is for the function to say.',
    });
    this.#refuse('RefuseHolds', {
      actions: ['s3:PutObjectLegalHold'],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': holder.roleArn } },
    });
    return holder;
  }

  /** Lets read the events and the log that vouches for them. */
  grantReadLog(grantee: iam.IRole): void {
    this.grantReadEvents(grantee);
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention'],
      resourceArns: [this.bucket.arnForObjects(`${logPrefix}*`)],
    });
    acknowledge(grantee, {
      [`IAM5[Resource::${attributeInFinding(this.bucket)}/${logPrefix}*]`]:
        'The log is all that is below this.',
    });
  }

  /** Lets read what belongs to the events: reports of reviews, and the rules in force. */
  grantReadBesides(grantee: iam.IRole): void {
    for (const prefix of [reportsPrefix, rulesPrefix]) {
      iam.Grant.addToPrincipal({
        grantee,
        actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention'],
        resourceArns: [this.bucket.arnForObjects(`${prefix}*`)],
      });
      acknowledge(grantee, {
        [`IAM5[Resource::${attributeInFinding(this.bucket)}/${prefix}*]`]: 'All of it is for auditors.',
      });
    }
  }

  #grantPut(grantee: iam.IRole, prefix: string): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:PutObject'],
      resourceArns: [this.bucket.arnForObjects(`${prefix}*`)],
      conditions: { Null: { 's3:if-none-match': 'false' } },
    });
    acknowledge(grantee, {
      [`IAM5[Resource::${attributeInFinding(this.bucket)}/${prefix}*]`]:
        'Every object is a new key below this.',
    });
  }

  /** Lets read the copy of the events, as SQL does. */
  grantReadHistory(grantee: iam.IRole): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject'],
      resourceArns: [this.bucket.arnForObjects(`${historyPrefix}*`)],
    });
    acknowledge(grantee, {
      [`IAM5[Resource::${attributeInFinding(this.bucket)}/${historyPrefix}*]`]:
        'The whole copy is what SQL reads.',
    });
  }

  /** Lets read the events, with their versions and locks, as the verifier does. */
  grantReadEvents(grantee: iam.IRole): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention'],
      resourceArns: [this.bucket.arnForObjects(`${eventsPrefix}*`)],
    });
    iam.Grant.addToPrincipal({
      grantee,
      actions: [
        's3:ListBucket',
        's3:ListBucketVersions',
        's3:GetBucketLocation',
        's3:GetBucketObjectLockConfiguration',
      ],
      resourceArns: [this.bucket.bucketArn],
    });
    acknowledge(grantee, {
      [`IAM5[Resource::${attributeInFinding(this.bucket)}/${eventsPrefix}*]`]:
        'All events, which is what is audited.',
    });
  }

  #refuse(sid: string, statement: iam.PolicyStatementProps): void {
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        resources: [this.bucket.arnForObjects('*')],
        ...statement,
      }),
    );
  }
}
