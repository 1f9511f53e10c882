import { columnName } from '../../insights/print.ts';
import type { Command, Expression } from '../../insights/syntax.ts';
import { commandColumns, commandExpressions, commandItems, visitExpressions } from '../../insights/walk.ts';

/** What an expression is made of. */
interface Origin {
  /** Fields of the event, in lower case and sorted. */
  fields: readonly string[];
  /** Its literals in their order; those of what rests on a field without the numbers, which say where and how much. */
  literals: readonly string[];
}

/** How fields begin that stand for a hidden value, which is a literal. */
export const hiddenPrefix = 'hidden_value_';

/** The columns that a query has made so far, each with what it is made of. */
export class Columns {
  readonly #made = new Map<string, Origin>();

  originOf(expression: Expression): Origin {
    const fields = new Set<string>();
    const texts: { text: string; isNumber: boolean }[] = [];
    visitExpressions(expression, (part) => {
      if (part.kind === 'string') texts.push({ text: part.value, isNumber: false });
      if (part.kind === 'number') texts.push({ text: part.text, isNumber: true });
      if (part.kind !== 'field') return;
      const name = part.name.toLowerCase();
      const made = this.#made.get(name);
      if (name.startsWith(hiddenPrefix)) texts.push({ text: part.name, isNumber: false });
      else for (const field of made ? made.fields : [name]) fields.add(field);
      for (const text of made?.literals ?? []) texts.push({ text, isNumber: false });
    });
    const literals = texts.filter(({ isNumber }) => !isNumber || fields.size === 0);
    return { fields: [...fields].sort(), literals: literals.map(({ text }) => text) };
  }

  /** Notes what the command makes its columns of. */
  follow(command: Command): void {
    const items = commandItems(command);
    for (const item of items) this.#note(columnName(item), [item.expression]);
    if (items.length > 0) return;
    for (const name of commandColumns(command)) this.#note(name, commandExpressions(command));
  }

  #note(name: string, expressions: readonly Expression[]): void {
    const origins = expressions.map((expression) => this.originOf(expression));
    this.#made.set(name.toLowerCase(), {
      fields: [...new Set(origins.flatMap(({ fields }) => fields))].sort(),
      literals: origins.flatMap(({ literals }) => literals),
    });
  }
}
