import { Duration, Stack } from 'aws-cdk-lib';
import * as athena from 'aws-cdk-lib/aws-athena';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { eventColumns } from '../core/audit/event.ts';
import { eventsPrefix } from '../core/audit/log/event-keys.ts';
import type { Config } from '../core/policy/config.ts';
import { acknowledge, attributeInFinding } from './acknowledge.ts';
import { guardedBucket } from './bucket.ts';
import type { Evidence } from './evidence.ts';
import { namedQueries } from './named-queries.ts';

/** Table of the events, one column each. */
const eventsTable = 'events';

/** SQL over the evidence: the table's description, a workgroup that bounds what a query may scan, and a role for auditors. */
export class AuditLake extends Construct {
  readonly databaseName: string;
  readonly workgroupName: string;
  readonly auditor: iam.Role;
  readonly #results: s3.IBucket;
  readonly #evidence: Evidence;

  constructor(scope: Construct, id: string, { config, evidence }: { config: Config; evidence: Evidence }) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    this.#evidence = evidence;
    // Athena takes lower-case letters, digits and underscores only.
    this.databaseName = stackName.toLowerCase().replace(/[^a-z0-9]/g, '_');
    this.workgroupName = `${stackName}-audit`;
    this.#table(config);
    this.#results = this.#resultsBucket(config);
    this.#workgroup(config);
    this.auditor = new iam.Role(this, 'Auditor', {
      description: 'Vitrine: reads the evidence with Athena',
      assumedBy: new iam.AccountRootPrincipal().withConditions({
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      }),
    });
    this.grantQuery(this.auditor);
  }

  /** Lets run SQL over the evidence in the workgroup. */
  grantQuery(role: iam.IRole): void {
    const { partition, region, account } = Stack.of(this);
    const grant = (actions: string[], resourceArns: string[]) =>
      iam.Grant.addToPrincipal({ grantee: role, actions, resourceArns });
    const catalog = `arn:${partition}:glue:${region}:${account}`;
    grant(
      [
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:ListQueryExecutions',
        'athena:GetWorkGroup',
        'athena:ListNamedQueries',
        'athena:GetNamedQuery',
        'athena:BatchGetNamedQuery',
      ],
      [`arn:${partition}:athena:${region}:${account}:workgroup/${this.workgroupName}`],
    );
    grant(
      ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'],
      [
        `${catalog}:catalog`,
        `${catalog}:database/${this.databaseName}`,
        `${catalog}:table/${this.databaseName}/${eventsTable}`,
      ],
    );
    this.#evidence.grantReadEvents(role);
    grant(['s3:GetBucketLocation', 's3:ListBucket'], [this.#results.bucketArn]);
    grant(
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [this.#results.arnForObjects('*')],
    );
    acknowledge(role, {
      [`IAM5[Resource::${attributeInFinding(this.#evidence.bucket)}/${eventsPrefix}*]`]:
        'All events, which is what is audited.',
      [`IAM5[Resource::${attributeInFinding(this.#results)}/*]`]: 'Athena names the results itself.',
    });
  }

  #table(config: Config): void {
    const { account } = Stack.of(this);
    const database = new glue.CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: { name: this.databaseName, description: 'Evidence of who saw which logs, when and why' },
    });
    const location = `s3://${this.#evidence.bucket.bucketName}/${eventsPrefix}`;
    const table = new glue.CfnTable(this, 'EventsTable', {
      catalogId: account,
      databaseName: this.databaseName,
      tableInput: {
        name: eventsTable,
        description: 'One row an event; give every query a range of dt, the UTC day',
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: [{ name: 'dt', type: 'date', comment: 'UTC day of the event' }],
        parameters: {
          classification: 'json',
          // Days are computed, not registered: a day without a partition would be evidence that SQL does not see.
          'projection.enabled': 'true',
          'projection.dt.type': 'date',
          'projection.dt.format': 'yyyy-MM-dd',
          'projection.dt.range': `${config.audit.installedOn},NOW`,
          'projection.dt.interval': '1',
          'projection.dt.interval.unit': 'DAYS',
          'storage.location.template': `${location}dt=\${dt}/`,
        },
        storageDescriptor: {
          location,
          columns: Object.entries(eventColumns).map(([name, { sqlType, comment }]) => ({
            name,
            type: sqlType,
            comment,
          })),
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
        },
      },
    });
    table.addResourceDependency(database);
  }

  #resultsBucket(config: Config): s3.IBucket {
    return guardedBucket(this, 'Results', {
      config,
      replaceable: true,
      serverAccessLogsBucket: this.#evidence.accessLogs,
      serverAccessLogsPrefix: 'athena-results/',
      lifecycleRules: [
        {
          expiration: Duration.days(config.retention.athenaResultDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }

  #workgroup({ installation, audit }: Config): void {
    const workgroup = new athena.CfnWorkGroup(this, 'Workgroup', {
      name: this.workgroupName,
      description: 'Audit of log access',
      recursiveDeleteOption: installation === 'dev',
      workGroupConfiguration: {
        // Nobody may send results, or more scanning, somewhere else by settings of their own.
        enforceWorkGroupConfiguration: true,
        bytesScannedCutoffPerQuery: audit.athenaScanLimitBytes,
        publishCloudWatchMetricsEnabled: true,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${this.#results.bucketName}/`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    for (const { id, name, description, sql } of namedQueries) {
      new athena.CfnNamedQuery(this, id, {
        name,
        description,
        database: this.databaseName,
        workGroup: this.workgroupName,
        queryString: sql,
      }).addResourceDependency(workgroup);
    }
  }
}
