import type { Times } from '../../../../../core/insights/compile.ts';
import { jsonValue, readJson, Structure } from '../../../../../core/insights/json.ts';
import type { ExpandCommand, Field, UnnestCommand } from '../../../../../core/insights/syntax.ts';
import { toText, type Value } from '../../../../../core/insights/values.ts';
import { compile } from '../evaluate.ts';
import { maxWorkRows, type Rows, type WorkRow, withValues } from '../rows.ts';

/** One row for each element; what is not a list counts as one element (CWL_QuerySyntax-Unnest). */
export function runUnnest(command: UnnestCommand | ExpandCommand, rows: Rows, times: Times): Rows {
  const into = command.kind === 'unnest' ? command.into : command.source.name;
  const list = listReader(command.source, times);
  const result: WorkRow[] = [];
  for (const row of rows) {
    for (const element of list(row)) {
      if (result.length >= maxWorkRows) return result;
      result.push(withValues(row, [into], [element]));
    }
  }
  return result;
}

/** A list that was made by the query, or that stands in the event as JSON. */
function listReader(source: Field, times: Times): (row: WorkRow) => readonly Value[] {
  const read = compile(source, times);
  const steps = source.steps ?? source.name.split('.');
  return (row) => {
    const value = read(row) ?? fromMessage(row, steps);
    const text = value instanceof Structure ? null : toText(value);
    const list = text?.trimStart().startsWith('[') ? jsonValue(readJson(text)) : value;
    const elements = list instanceof Structure ? list.elements : undefined;
    return elements === undefined ? [value] : elements.map(jsonValue);
  };
}

function fromMessage(row: WorkRow, steps: readonly (string | number)[]): Value {
  const message = toText(row.get('@message') ?? null);
  const json = message === null ? null : jsonValue(readJson(message));
  return json instanceof Structure ? jsonValue(json.at(steps)) : null;
}
