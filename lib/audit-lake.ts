import { Duration, Stack } from 'aws-cdk-lib';
import * as athena from 'aws-cdk-lib/aws-athena';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { questions } from '../core/audit/questions/index.ts';
import { statementOf } from '../core/audit/questions/statement.ts';
import type { Config } from '../core/policy/config.ts';
import { acknowledge, attributeInFinding } from './acknowledge.ts';
import { addTables, tableNames } from './audit-tables.ts';
import { guardedBucket } from './bucket.ts';
import type { Evidence } from './evidence.ts';

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
    addTables(this, { config, evidence, databaseName: this.databaseName });
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
        ...tableNames.map((name) => `${catalog}:table/${this.databaseName}/${name}`),
      ],
    );
    this.#evidence.grantReadEvents(role);
    this.#evidence.grantReadHistory(role);
    grant(['s3:GetBucketLocation', 's3:ListBucket'], [this.#results.bucketArn]);
    grant(
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [this.#results.arnForObjects('*')],
    );
    acknowledge(role, {
      [`IAM5[Resource::${attributeInFinding(this.#results)}/*]`]: 'Athena names the results itself.',
    });
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
    for (const question of questions) {
      const { sql, places } = statementOf(question);
      const order = places.length > 0 ? `-- Places in order: ${places.join(', ')}\n` : '';
      new athena.CfnNamedQuery(this, `Question-${question.name}`, {
        name: question.name,
        description: `${question.title}. ${question.about}`,
        database: this.databaseName,
        workGroup: this.workgroupName,
        queryString: `${order}${sql}`,
      }).addResourceDependency(workgroup);
    }
  }
}
