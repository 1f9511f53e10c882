import { AwsError, type Installation, type Resource } from '../../aws/types.ts';
import { type Provisioned, type Provisioner, unknownProperties } from '../../provisioner.ts';
import { type Input, object, objects, optionalText, text } from '../wire/input.ts';
import { duckType } from './column-type.ts';

export interface Column {
  name: string;
  duckType: string;
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
  /** Whether lines that are not JSON are skipped instead of failing the query. */
  ignoresMalformed: boolean;
}

/** The Glue catalog of the stand-in: databases and JSON tables of the template. */
export class GlueCatalog implements Provisioner {
  readonly types = ['AWS::Glue::Database', 'AWS::Glue::Table'] as const;
  readonly #installation: Installation;
  readonly #databases = new Map<string, Map<string, GlueTable>>();

  constructor(installation: Installation) {
    this.#installation = installation;
  }

  tables(database: string): GlueTable[] {
    return [...(this.#databases.get(database)?.values() ?? [])];
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
    const table = glueTable(resource);
    const tables = this.#databases.get(table.database);
    if (!tables) throw new AwsError('EntityNotFoundException', `Database ${table.database} not found.`);
    tables.set(table.name, table);
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

function glueTable({ logicalId, properties }: Resource): GlueTable {
  const input = object(properties, 'TableInput');
  const storage = object(input, 'StorageDescriptor');
  const serde = object(storage, 'SerdeInfo');
  const library = optionalText(serde, 'SerializationLibrary') ?? '';
  if (!library.endsWith('JsonSerDe')) {
    throw new AwsError(
      'InvalidInputException',
      `${logicalId}: only JSON tables are played here, not ${library}.`,
    );
  }
  return {
    database: text(properties, 'DatabaseName').toLowerCase(),
    name: (optionalText(input, 'Name') ?? logicalId).toLowerCase(),
    columns: objects(storage, 'Columns').map(column),
    partitionKeys: objects(input, 'PartitionKeys').map(column),
    location: text(storage, 'Location'),
    parameters: strings(object(input, 'Parameters')),
    ignoresMalformed: strings(object(serde, 'Parameters'))['ignore.malformed.json'] === 'true',
  };
}

function column(declared: Input): Column {
  return { name: text(declared, 'Name').toLowerCase(), duckType: duckType(text(declared, 'Type')) };
}

function strings(input: Input): Record<string, string> {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]));
}
