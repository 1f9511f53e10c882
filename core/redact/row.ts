import type { Redactor } from './engine.ts';

/**
 * Redacts a row of results: its values and the names of its fields. A value under a name of secrets, such as `password` or
 * `user.password`, is hidden whole. Counts what was redacted by type.
 */
export function redactRow(
  redactor: Redactor,
  row: ReadonlyMap<string, string>,
): { row: Map<string, string>; counts: Record<string, number> } {
  const redacted = new Map<string, string>();
  const counts: Record<string, number> = {};
  for (const [field, value] of row) {
    const name = redactor.redact(field);
    const content = redactor.redactField(field, value);
    for (const { type } of [...name.findings, ...content.findings]) counts[type] = (counts[type] ?? 0) + 1;
    redacted.set(freeName(redacted, name.text), content.text);
  }
  return { row: redacted, counts };
}

/** Names that differ only in how a value is written become one; none of their values is lost. */
function freeName(row: ReadonlyMap<string, string>, name: string): string {
  let free = name;
  for (let number = 2; row.has(free); number += 1) free = `${name} (${number})`;
  return free;
}
