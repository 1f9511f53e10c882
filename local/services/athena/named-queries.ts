import { randomUUID } from 'node:crypto';
import { AwsError, type Caller, type Installation, type Resource } from '../../aws/types.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../../provisioner.ts';
import { type Input, optionalText, text } from '../wire/input.ts';

interface NamedQuery {
  NamedQueryId: string;
  Name: string;
  Database: string;
  QueryString: string;
  WorkGroup: string;
  Description?: string;
}

/** The template's saved queries. */
export class NamedQueries implements Provisioner {
  readonly types = ['AWS::Athena::NamedQuery'] as const;
  readonly #installation: Installation;
  readonly #queries = new Map<string, NamedQuery>();

  constructor(installation: Installation) {
    this.#installation = installation;
  }

  provision(resource: Resource): Provisioned {
    const { properties } = resource;
    const description = optionalText(properties, 'Description');
    const query: NamedQuery = {
      NamedQueryId: randomUUID(),
      Name: physicalName(resource, 'Name'),
      Database: text(properties, 'Database'),
      QueryString: text(properties, 'QueryString'),
      WorkGroup: optionalText(properties, 'WorkGroup') ?? 'primary',
      ...(description === undefined ? {} : { Description: description }),
    };
    this.#queries.set(query.NamedQueryId, query);
    const known = ['Database', 'Description', 'Name', 'QueryString', 'WorkGroup'];
    const attributes = { NamedQueryId: query.NamedQueryId };
    return { ref: query.NamedQueryId, attributes, ignored: unknownProperties(resource, known) };
  }

  list(input: Input, caller: Caller): object {
    const name = optionalText(input, 'WorkGroup') ?? 'primary';
    this.#authorize(caller, 'ListNamedQueries', name);
    const queries = [...this.#queries.values()].filter(({ WorkGroup }) => WorkGroup === name);
    return { NamedQueryIds: queries.map(({ NamedQueryId }) => NamedQueryId) };
  }

  get(input: Input, caller: Caller): object {
    const query = this.#queries.get(text(input, 'NamedQueryId'));
    this.#authorize(caller, 'GetNamedQuery', query?.WorkGroup);
    if (!query) throw new AwsError('InvalidRequestException', 'NamedQuery was not found.');
    return { NamedQuery: query };
  }

  #authorize(caller: Caller, operation: string, workgroup: string | undefined): void {
    const { region, accountId, authorize } = this.#installation;
    const arn = `arn:aws:athena:${region}:${accountId}:workgroup/${workgroup}`;
    authorize(caller, `athena:${operation}`, workgroup === undefined ? '*' : arn);
  }
}
