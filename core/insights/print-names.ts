import { commands } from './commands.ts';
import { reservedWords } from './expression.ts';
import { refusedCommands } from './refused-commands.ts';

/** How texts and names are written, so that they are read as the same. */

export function printString(value: string): string {
  if (/[\\\n\r]/.test(value))
    throw new RangeError('A string with a backslash or a line break cannot be written');
  if (!value.includes('"')) return `"${value}"`;
  if (!value.includes("'")) return `'${value}'`;
  throw new RangeError('A string with both kinds of quotes cannot be written');
}

const bareName = /^@{0,2}[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/;

/** A name that is also a word of the language stands in backticks; a leading `@` stands before them. */
export function printName(name: string): string {
  const word = name.toLowerCase();
  const isKeyword = reservedWords.includes(word) || commands.has(word) || refusedCommands.has(word);
  if (bareName.test(name) && !isKeyword) return name;
  const at = /^@./.test(name) ? '@' : '';
  const rest = name.slice(at.length);
  return at + printQuoted(rest);
}

/** The first step is the name of a field, so what has dots in it stands as it is. */
export function printSteps([first = '', ...rest]: readonly (string | number)[]): string {
  const steps = rest.map((step) =>
    typeof step === 'number'
      ? `[${step}]`
      : /^[A-Za-z0-9_]+$/.test(step)
        ? `.${step}`
        : `.${printQuoted(step)}`,
  );
  return printName(String(first)) + steps.join('');
}

function printQuoted(name: string): string {
  if (name === '' || unwritable.test(name)) throw new RangeError('A field has a name that cannot be written');
  return `\`${name}\``;
}

const unwritable = /[`\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A name that may end in `*`. */
export function printWildcard(name: string): string {
  return name.endsWith('*') ? `${printName(name.slice(0, -1))}*` : printName(name);
}
