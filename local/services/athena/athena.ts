import { randomUUID } from 'node:crypto';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Caller,
  type Installation,
  type Resource,
} from '../../aws/types.ts';
import { type Provisioned, type Provisioner, unknownProperties } from '../../provisioner.ts';
import type { S3 } from '../s3/s3.ts';
import { type Input, integer, object, optionalText, text, texts } from '../wire/input.ts';
import { handleJson } from '../wire/json-protocol.ts';
import { GlueCatalog } from './catalog.ts';
import { fillPlaces } from './dialect.ts';
import { runStatement, ScanLimitExceeded } from './engine.ts';
import { describeExecution, type Execution, resultCsv, resultKey } from './execution.ts';
import { NamedQueries } from './named-queries.ts';
import { type Location, parseLocation } from './partitions.ts';
import { readableDataset } from './sources.ts';
import { type Workgroup, workgroupOf } from './workgroup.ts';

/** Athena takes statements of up to 262,144 bytes and pages of up to 1,000 rows, the header among them. */
const MAX_STATEMENT_BYTES = 262_144;
const MAX_PAGE_ROWS = 1000;
const MAX_REMEMBERED = 200;

/** Athena of the stand-in: DuckDB over the current objects of the template's Glue tables. */
export class Athena implements AwsService, Provisioner {
  readonly signingName = 'athena';
  readonly types: readonly string[];
  readonly #installation: Installation;
  readonly #s3: S3;
  readonly #catalog: GlueCatalog;
  readonly #workgroups = new Map<string, Workgroup>();
  readonly #namedQueries: NamedQueries;
  readonly #executions = new Map<string, Execution>();
  /** One statement runs at a time: each has a database of its own in memory. */
  #queue: Promise<void> = Promise.resolve();

  constructor(installation: Installation, s3: S3) {
    this.#installation = installation;
    this.#s3 = s3;
    this.#catalog = new GlueCatalog(installation);
    this.#namedQueries = new NamedQueries(installation);
    this.types = ['AWS::Athena::WorkGroup', ...this.#namedQueries.types, ...this.#catalog.types];
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    return handleJson(request, {
      StartQueryExecution: (input, caller) => this.#start(input, caller),
      StopQueryExecution: (input, caller) => this.#stop(input, caller),
      GetQueryExecution: (input, caller) => ({
        QueryExecution: describeExecution(this.#execution('GetQueryExecution', input, caller)),
      }),
      GetQueryResults: (input, caller) => this.#results(input, caller),
      GetWorkGroup: (input, caller) => this.#getWorkGroup(input, caller),
      ListNamedQueries: (input, caller) => this.#namedQueries.list(input, caller),
      GetNamedQuery: (input, caller) => this.#namedQueries.get(input, caller),
    });
  }

  provision(resource: Resource): Provisioned {
    if (resource.type === 'AWS::Athena::WorkGroup') return this.#provisionWorkgroup(resource);
    if (resource.type === 'AWS::Athena::NamedQuery') return this.#namedQueries.provision(resource);
    return this.#catalog.provision(resource);
  }

  /** Resolves when nothing runs any more. */
  async close(): Promise<void> {
    for (const execution of this.#executions.values()) execution.abort.abort();
    await this.#queue;
  }

  #provisionWorkgroup(resource: Resource): Provisioned {
    const name = text(resource.properties, 'Name');
    this.#workgroups.set(name, workgroupOf(resource, name));
    const known = ['Description', 'Name', 'RecursiveDeleteOption', 'State', 'Tags', 'WorkGroupConfiguration'];
    return { ref: name, attributes: {}, ignored: unknownProperties(resource, known) };
  }

  #start(input: Input, caller: Caller) {
    const workgroup = this.#workgroup(
      optionalText(input, 'WorkGroup') ?? 'primary',
      'StartQueryExecution',
      caller,
    );
    const sql = text(input, 'QueryString');
    if (Buffer.byteLength(sql) > MAX_STATEMENT_BYTES) {
      throw invalidRequest(`A statement has at most ${MAX_STATEMENT_BYTES} bytes.`);
    }
    const filled = fillPlaces(sql, texts(input, 'ExecutionParameters'));
    if (filled === undefined)
      throw invalidRequest('ExecutionParameters must be as many as the places marked by ?.');
    if (!workgroup.enabled) throw invalidRequest(`WorkGroup ${workgroup.name} is disabled.`);
    const execution: Execution = {
      id: randomUUID(),
      sql: filled,
      database: (optionalText(object(input, 'QueryExecutionContext'), 'Database') ?? 'default').toLowerCase(),
      workgroup,
      output: this.#outputOf(input, workgroup, caller),
      caller,
      state: 'QUEUED',
      submittedAt: this.#installation.clock(),
      scannedBytes: 0,
      abort: new AbortController(),
    };
    this.#remember(execution);
    this.#queue = this.#queue.then(() => this.#run(execution));
    return { QueryExecutionId: execution.id };
  }

  async #run(execution: Execution): Promise<void> {
    if (execution.state !== 'QUEUED') return;
    execution.state = 'RUNNING';
    try {
      const result = await runStatement(execution.sql, {
        ...readableDataset(execution, {
          installation: this.#installation,
          catalog: this.#catalog,
          s3: this.#s3,
        }),
        scanLimitBytes: execution.workgroup.scanLimitBytes,
        onScan: (scannedBytes) => {
          execution.scannedBytes = scannedBytes;
        },
        signal: execution.abort.signal,
      });
      this.#writeResult({ ...execution, result });
      if (!isCancelled(execution)) Object.assign(execution, { result, state: 'SUCCEEDED' });
    } catch (error) {
      if (isCancelled(execution)) return;
      execution.state = error instanceof ScanLimitExceeded ? 'CANCELLED' : 'FAILED';
      execution.reason = error instanceof Error ? error.message : String(error);
    } finally {
      execution.completedAt = this.#installation.clock();
    }
  }

  #writeResult(execution: Execution): void {
    const { output, caller, result } = execution;
    if (!result) return;
    this.#authorize(caller, 's3:PutObject', `arn:aws:s3:::${output.bucket}/${resultKey(execution)}`);
    this.#s3.write(output.bucket, resultKey(execution), resultCsv(result), 'application/octet-stream');
  }

  #stop(input: Input, caller: Caller) {
    const execution = this.#execution('StopQueryExecution', input, caller);
    if (execution.state === 'QUEUED' || execution.state === 'RUNNING') {
      execution.state = 'CANCELLED';
      execution.completedAt = this.#installation.clock();
      execution.abort.abort();
    }
    return {};
  }

  #results(input: Input, caller: Caller) {
    const execution = this.#execution('GetQueryResults', input, caller);
    const { result, state } = execution;
    if (!result) throw invalidRequest(`Query has not yet finished. Current state: ${state}`);
    const pageSize = integer(input, 'MaxResults', { min: 1, max: MAX_PAGE_ROWS, otherwise: MAX_PAGE_ROWS });
    const token = optionalText(input, 'NextToken') ?? '0';
    if (!/^\d{1,9}$/.test(token)) throw invalidRequest('NextToken is not valid.');
    const start = Number(token);
    // The header is the first row of the first page, and counts as one.
    const all = [result.columns.map(({ name }) => name), ...result.rows];
    const page = all.slice(start, start + pageSize);
    return {
      ResultSet: {
        Rows: page.map((row) => ({
          Data: row.map((value) => (value === undefined ? {} : { VarCharValue: value })),
        })),
        ResultSetMetadata: {
          ColumnInfo: result.columns.map(({ name, type }) => ({ Name: name, Label: name, Type: type })),
        },
      },
      ...(start + pageSize < all.length ? { NextToken: String(start + pageSize) } : {}),
    };
  }

  #getWorkGroup(input: Input, caller: Caller) {
    const workgroup = this.#workgroup(text(input, 'WorkGroup'), 'GetWorkGroup', caller);
    const State = workgroup.enabled ? 'ENABLED' : 'DISABLED';
    return { WorkGroup: { Name: workgroup.name, State, Configuration: workgroup.configuration } };
  }

  #execution(operation: string, input: Input, caller: Caller): Execution {
    const id = text(input, 'QueryExecutionId');
    const execution = this.#executions.get(id);
    const arn = execution ? this.#workgroupArn(execution.workgroup.name) : '*';
    this.#authorize(caller, `athena:${operation}`, arn);
    if (execution) return execution;
    throw invalidRequest(`QueryExecution ${id} was not found`);
  }

  /** Where the result goes; the caller must be able to see that bucket, or Athena refuses to start. */
  #outputOf(input: Input, workgroup: Workgroup, caller: Caller): Location {
    const asked = optionalText(object(input, 'ResultConfiguration'), 'OutputLocation');
    const own = workgroup.enforced
      ? workgroup.output
      : asked === undefined
        ? workgroup.output
        : parseLocation(asked);
    if (!own) throw invalidRequest('No output location provided.');
    try {
      this.#authorize(caller, 's3:GetBucketLocation', `arn:aws:s3:::${own.bucket}`);
      if (this.#s3.bucket(own.bucket)) return own;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalidRequest(`Unable to verify/create output bucket ${own.bucket}. ${error.message}`);
    }
    throw invalidRequest(`Unable to verify/create output bucket ${own.bucket}`);
  }

  #workgroup(name: string, operation: string, caller: Caller): Workgroup {
    this.#authorize(caller, `athena:${operation}`, this.#workgroupArn(name));
    const workgroup = this.#workgroups.get(name);
    if (!workgroup) throw invalidRequest(`WorkGroup ${name} is not found.`);
    return workgroup;
  }

  #workgroupArn(name: string): string {
    const { region, accountId } = this.#installation;
    return `arn:aws:athena:${region}:${accountId}:workgroup/${name}`;
  }

  #authorize(caller: Caller, action: string, arn: string): void {
    this.#installation.authorize(caller, action, arn);
  }

  #remember(execution: Execution): void {
    this.#executions.set(execution.id, execution);
    const [oldest] = this.#executions.keys();
    if (this.#executions.size > MAX_REMEMBERED && oldest !== undefined) this.#executions.delete(oldest);
  }
}

export function createAthena(installation: Installation, s3: S3): Athena {
  return new Athena(installation, s3);
}

/** Its own function, because the state changes while a statement is awaited. */
function isCancelled({ state }: Execution): boolean {
  return state === 'CANCELLED';
}

function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', message);
}
