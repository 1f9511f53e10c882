import type { Command, Expression, FilterCommand, Projection, Query, Span } from './syntax.ts';

/** Nodes for plans; each takes the span of the node it stands for. */

export function queryOf(query: Query, commands: readonly Command[]): Query {
  return { ...query, commands };
}

export function filterOf(condition: Expression, span: Span): FilterCommand {
  return { kind: 'filter', condition, span };
}

export function limitTo(count: number, span: Span): Command {
  return { kind: 'limit', count, span };
}

export function fieldsOf(items: readonly Projection[], span: Span): Command {
  return { kind: 'fields', items, span };
}

export function fieldItem(name: string, span: Span, alias?: string): Projection {
  const renamed = alias === undefined ? {} : { alias };
  return { kind: 'projection', expression: { kind: 'field', name, span }, ...renamed, span };
}
