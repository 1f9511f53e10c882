import { AwsError, type Installation, type Resource } from '../../aws/types.ts';
import { type Provisioned, type Provisioner, unknownProperties } from '../../provisioner.ts';
import { type Input, object, objects, optionalText, text } from '../wire/input.ts';
import { duckType } from './column-type.ts';

export interface Column {
  name: string;
  duckType: string;
}

/** A view as Trino stores it: a statement whose tables are those of its schema. */
export interface GlueView {
  database: string;
  name: string;
  sql: string;
}

export interface GlueTable {
  database: string;
  name: string;
  columns: Column[];
  partitionKeys: Column[];
  /** `s3://bucket/prefix/` */
  location: string;
  /** Table parameters; partition projection is configured here. */
  parameters: Record<string, string>;
  format: 'json' | 'parquet';
  /** Whether lines that are not JSON are skipped instead of failing the query. */
  ignoresMalformed: boolean;
}

/** The Glue catalog of the stand-in: databases, tables and views of the template. */
export class GlueCatalog implements Provisioner {
  readonly types = ['AWS::Glue::Database', 'AWS::Glue::Table'] as const;
  readonly #installation: Installation;
  readonly #databases = new Map<string, Map<string, GlueTable>>();
  readonly #views = new Map<string, GlueView>();

  constructor(installation: Installation) {
    this.#installation = installation;
  }

  tables(database: string): GlueTable[] {
    return [...(this.#databases.get(database)?.values() ?? [])];
  }

  views(database: string): GlueView[] {
    return [...this.#views.values()].filter((view) => view.database === database);
  }

  databases(): string[] {
    return [...this.#databases.keys()];
  }

  provision(resource: Resource): Provisioned {
    const { properties } = resource;
    if (resource.type === 'AWS::Glue::Database') {
      const name = (
        optionalText(object(properties, 'DatabaseInput'), 'Name') ?? resource.logicalId
      ).toLowerCase();
      if (!this.#databases.has(name)) this.#databases.set(name, new Map());
      const ignored = unknownProperties(resource, ['CatalogId', 'DatabaseInput']);
      return { ref: name, attributes: { Arn: this.arn(`database/${name}`) }, ignored };
    }
    const isView = optionalText(object(properties, 'TableInput'), 'TableType') === 'VIRTUAL_VIEW';
    const table = isView ? glueView(resource) : glueTable(resource);
    const tables = this.#databases.get(table.database);
    if (!tables) throw new AwsError('EntityNotFoundException', `Database ${table.database} not found.`);
    if ('sql' in table) this.#views.set(`${table.database}.${table.name}`, table);
    else tables.set(table.name, table);
    const ignored = unknownProperties(resource, ['CatalogId', 'DatabaseName', 'TableInput']);
    return {
      ref: table.name,
      attributes: { Arn: this.arn(`table/${table.database}/${table.name}`) },
      ignored,
    };
  }

  /** ARN of a part of the catalog: `catalog`, `database/NAME`, `table/DATABASE/NAME`. */
  arn(part: string): string {
    const { region, accountId } = this.#installation;
    return `arn:aws:glue:${region}:${accountId}:${part}`;
  }
}

function glueView({ logicalId, properties }: Resource): GlueView {
  const input = object(properties, 'TableInput');
  const [, encoded = ''] = /^\/\* Presto View: (\S+) \*\/$/.exec(text(input, 'ViewOriginalText')) ?? [];
  const definition: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString() || '{}');
  if (!isDefinition(definition)) {
    throw new AwsError('InvalidInputException', `${logicalId}: its text is not a view of Trino's.`);
  }
  return {
    database: text(properties, 'DatabaseName').toLowerCase(),
    name: (optionalText(input, 'Name') ?? logicalId).toLowerCase(),
    sql: definition.originalSql,
  };
}

function isDefinition(value: unknown): value is { originalSql: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'originalSql' in value &&
    typeof value.originalSql === 'string'
  );
}

function glueTable({ logicalId, properties }: Resource): GlueTable {
  const input = object(properties, 'TableInput');
  const storage = object(input, 'StorageDescriptor');
  const serde = object(storage, 'SerdeInfo');
  const library = optionalText(serde, 'SerializationLibrary') ?? '';
  const [, name] = /(Json|ParquetHive)SerDe$/.exec(library) ?? [];
  if (name === undefined) {
    throw new AwsError(
      'InvalidInputException',
      `${logicalId}: only tables of JSON and Parquet are played here, not ${library}.`,
    );
  }
  return {
    database: text(properties, 'DatabaseName').toLowerCase(),
    name: (optionalText(input, 'Name') ?? logicalId).toLowerCase(),
    columns: objects(storage, 'Columns').map(column),
    partitionKeys: objects(input, 'PartitionKeys').map(column),
    location: text(storage, 'Location'),
    parameters: strings(object(input, 'Parameters')),
    format: name === 'Json' ? 'json' : 'parquet',
    ignoresMalformed: strings(object(serde, 'Parameters'))['ignore.malformed.json'] === 'true',
  };
}

function column(declared: Input): Column {
  return { name: text(declared, 'Name').toLowerCase(), duckType: duckType(text(declared, 'Type')) };
}

function strings(input: Input): Record<string, string> {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]));
}
