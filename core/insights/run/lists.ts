import { compile, type Evaluate } from '../compile.ts';
import { jsonValue, readJson, Structure } from '../json.ts';
import type { ExpandCommand, Field, UnnestCommand } from '../syntax.ts';
import { toText, type Value } from '../values.ts';
import type { WorkRow } from './row.ts';
import { type MakeStage, type StageScope, severalRows } from './stage.ts';

/** One row for each element; what is not a list counts as one element (CWL_QuerySyntax-Unnest). */
export function unnest(
  command: UnnestCommand | ExpandCommand,
  scope: StageScope,
  numberSlot: number,
): MakeStage {
  const into = scope.slots.of(command.kind === 'unnest' ? command.into : command.source.name);
  const list = listReader(command.source, scope);
  return severalRows(command.kind, numberSlot, (row) =>
    list(row).map((element) => {
      const made = row.copy();
      made.set(into, element);
      return made;
    }),
  );
}

/** A list that was made by the query, or that stands in the event as JSON. */
function listReader(source: Field, scope: StageScope): (row: WorkRow) => readonly Value[] {
  const read = compile(source, scope);
  const readMessage = compile({ kind: 'field', name: '@message', span: source.span }, scope);
  const steps = source.steps ?? source.name.split('.');
  return (row) => {
    const value = read(row) ?? fromMessage(row, readMessage, steps);
    const text = value instanceof Structure ? null : toText(value);
    const list = text?.trimStart().startsWith('[') ? jsonValue(readJson(text)) : value;
    const elements = list instanceof Structure ? list.elements : undefined;
    return elements === undefined ? [value] : elements.map(jsonValue);
  };
}

function fromMessage(row: WorkRow, readMessage: Evaluate, steps: readonly (string | number)[]): Value {
  const message = toText(readMessage(row));
  const json = message === null ? null : jsonValue(readJson(message));
  return json instanceof Structure ? jsonValue(json.at(steps)) : null;
}
