import { type Columns, type Mapped, split } from './columns.ts';

export interface ApiAttributes {
  api: { operation: string; service: { name: string }; request: { uid: string } };
  resources: { uid?: string; name?: string; type: string }[];
}

/** A call of the API: refused, or one that read or changed what auditors see. */
export function apiAttributes(
  columns: Columns,
  { operation, correlationId }: { operation: string; correlationId: string },
): Mapped<ApiAttributes> {
  const [{ request_id, scope, log_groups = [] }, rest] = split(columns, [
    'request_id',
    'scope',
    'log_groups',
  ]);
  const attributes = {
    api: { operation, service: { name: 'vitrine' }, request: { uid: correlationId } },
    resources: [
      ...(request_id === undefined ? [] : [{ uid: request_id, type: 'Access request' }]),
      ...(scope === undefined ? [] : [{ name: scope, type: 'Log scope' }]),
      ...log_groups.map((name) => ({ name, type: 'Log group' })),
    ],
  };
  return { attributes, rest };
}
