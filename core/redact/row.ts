import { discover } from '../insights/discover.ts';
import type { Redaction, Redactor } from './engine.ts';
import { unscannedMask } from './masks.ts';
import { masksOfSiblings } from './siblings.ts';

type Row = ReadonlyMap<string, string>;

/**
 * Redacts a row of results: its values and the names of its fields. A value under a name of secrets, such as `password` or
 * `user.password`, is hidden whole, and so is what the row's message hides. Counts what was redacted by type.
 */
export function redactRow(
  redactor: Redactor,
  row: Row,
): { row: Map<string, string>; counts: Record<string, number> } {
  const redacted = new Map<string, string>();
  const counts: Record<string, number> = {};
  const logged = row.get('@message') ?? '';
  const message = redactor.redactField('@message', logged);
  const inMessage = valuesInMessage(row, logged, message);
  const together = masksOfSiblings(redactor, row);
  for (const [field, value] of row) {
    const name = redactor.redact(field);
    const content =
      field === '@message'
        ? message
        : (together.get(field) ?? redactor.redactField(field, inMessage(field, name.text) ?? value));
    for (const { type } of [...name.findings, ...content.findings]) counts[type] = (counts[type] ?? 0) + 1;
    redacted.set(freeName(redacted, name.text), content.text);
  }
  return { row: redacted, counts };
}

/**
 * What the redacted message has in the place of a field's value, if it is not what was logged. A field alone lacks what
 * stands around it: `headers.1.value` is a secret because `headers.1.name` says so.
 */
function valuesInMessage(
  row: Row,
  logged: string,
  message: Redaction,
): (field: string, name: string) => string | undefined {
  if (message.findings.length === 0 || !hasDiscovered(row)) return () => undefined;
  const [before, after] = [fieldsOf(logged), fieldsOf(message.text)];
  return (field, name) => {
    const value = isDiscovered(field) ? before.get(field) : undefined;
    // What cannot be found again, as its name has changed, may be anything.
    const shown = after.get(name) ?? unscannedMask;
    return value === undefined || value === shown ? undefined : shown;
  };
}

/** Rows of plain texts need no second look at their message. */
function hasDiscovered(row: Row): boolean {
  for (const field of row.keys()) if (isDiscovered(field)) return true;
  return false;
}

/** Is the field one of the event's own? Not one that the service adds: those of an event have another `@` before theirs. */
export function isDiscovered(field: string): boolean {
  return !/^@[^@]/.test(field);
}

function fieldsOf(message: string): Row {
  return discover({ timestamp: 0, ingestionTime: 0, message, logStream: '', log: '' }, '');
}

/** Names that differ only in how a value is written become one; none of their values is lost. */
function freeName(row: Row, name: string): string {
  let free = name;
  for (let number = 2; row.has(free); number += 1) free = `${name} (${number})`;
  return free;
}
