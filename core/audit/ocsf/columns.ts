import type { AuditEvent } from '../event.ts';

export type Columns = Partial<AuditEvent>;

/** A part of an event in OCSF's words, and the columns that are not in it. */
export interface Mapped<Attributes> {
  attributes: Attributes;
  rest: Columns;
}

/** The columns of these names that the event has, and the others. */
export function split<C extends keyof AuditEvent>(
  columns: Columns,
  names: readonly C[],
): [taken: Pick<Columns, C>, rest: Columns] {
  const isTaken = (name: string) => names.some((each) => each === name);
  const entries = Object.entries(columns);
  return [
    Object.fromEntries(entries.filter(([name]) => isTaken(name))) as Pick<Columns, C>,
    Object.fromEntries(entries.filter(([name]) => !isTaken(name))),
  ];
}
