import { Stack } from 'aws-cdk-lib';
import * as glue from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import { eventColumns } from '../core/audit/event.ts';
import { historyColumns } from '../core/audit/history/columns.ts';
import { historyPrefix } from '../core/audit/history/files.ts';
import { dayColumn, historySql, historyViewColumns } from '../core/audit/history/view.ts';
import { eventsPrefix } from '../core/audit/log/event-keys.ts';
import type { Config } from '../core/policy/config.ts';
import type { Evidence } from './evidence.ts';

interface Tables {
  config: Config;
  evidence: Evidence;
  databaseName: string;
}

/** What {@link addTables} describes. */
export const tableNames = ['events', 'events_parquet', 'history'] as const;

/** Describes the evidence as tables: the events as they were written, their copy in columns, and the view over both that questions are asked of. */
export function addTables(scope: Construct, tables: Tables): void {
  const { account } = Stack.of(scope);
  const { databaseName } = tables;
  const database = new glue.CfnDatabase(scope, 'Database', {
    catalogId: account,
    databaseInput: { name: databaseName, description: 'Evidence of who saw which logs, when and why' },
  });
  const add = (id: string, tableInput: glue.CfnTable.TableInputProperty) =>
    new glue.CfnTable(scope, id, { catalogId: account, databaseName, tableInput }).addResourceDependency(
      database,
    );
  add('EventsTable', eventsTable(tables));
  add('ParquetTable', parquetTable(tables));
  add('HistoryView', historyView(tables));
}

function eventsTable({ config, evidence }: Tables): glue.CfnTable.TableInputProperty {
  const location = `s3://${evidence.bucket.bucketName}/${eventsPrefix}`;
  return {
    name: 'events',
    description: 'Events as they were written, one object each; give every query a range of dt, the UTC day',
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: [dayColumn],
    parameters: { classification: 'json', ...projectedDays(config, location) },
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
  };
}

function parquetTable({ config, evidence }: Tables): glue.CfnTable.TableInputProperty {
  const location = `s3://${evidence.bucket.bucketName}/${historyPrefix}`;
  return {
    name: 'events_parquet',
    description:
      'Copy of the events in columns, made every hour; give every query a range of dt, the UTC day',
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: [dayColumn],
    parameters: { classification: 'parquet', ...projectedDays(config, location) },
    storageDescriptor: {
      location,
      columns: historyColumns.map(({ name, type, comment }) => ({ name, type, comment })),
      inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
      serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    },
  };
}

function historyView({ databaseName }: Tables): glue.CfnTable.TableInputProperty {
  // A view is stored as Trino stores it: its definition in base 64 (trinodb/trino, ViewReaderUtil and ConnectorViewDefinition).
  const definition = {
    originalSql: historySql,
    catalog: 'awsdatacatalog',
    schema: databaseName,
    columns: historyViewColumns.map(({ name, trinoType }) => ({ name, type: trinoType })),
  };
  return {
    name: 'history',
    description: 'One row an event, with instants as timestamps; give every query a range of dt, the UTC day',
    tableType: 'VIRTUAL_VIEW',
    parameters: { presto_view: 'true', comment: 'Presto View' },
    viewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString('base64')} */`,
    viewExpandedText: '/* Presto View */',
    storageDescriptor: {
      columns: historyViewColumns.map(({ name, type, comment }) => ({ name, type, comment })),
    },
  };
}

/** Days are computed, not registered: a day without a partition would be evidence that SQL does not see. */
function projectedDays({ audit }: Config, location: string): Record<string, string> {
  return {
    'projection.enabled': 'true',
    'projection.dt.type': 'date',
    'projection.dt.format': 'yyyy-MM-dd',
    'projection.dt.range': `${audit.installedOn},NOW`,
    'projection.dt.interval': '1',
    'projection.dt.interval.unit': 'DAYS',
    'storage.location.template': `${location}dt=\${dt}/`,
  };
}
