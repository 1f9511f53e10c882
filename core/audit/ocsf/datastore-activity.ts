import { type Columns, type Mapped, split } from './columns.ts';

export interface DatastoreAttributes {
  database: { name: string; type_id: number; type: string };
  query_info: { query_string: string; uid?: string };
}

/** A query: of a scope's log groups, or of the evidence itself. */
export function datastoreAttributes(columns: Columns): Mapped<DatastoreAttributes> {
  const [{ scope, query, query_handle }, rest] = split(columns, ['scope', 'query', 'query_handle']);
  const attributes = {
    database:
      scope === undefined
        ? { name: 'evidence', type_id: 99, type: 'Audit evidence' }
        : { name: scope, type_id: 99, type: 'Log scope' },
    query_info: {
      query_string: query ?? '',
      ...(query_handle !== undefined && { uid: query_handle }),
    },
  };
  return { attributes, rest };
}
