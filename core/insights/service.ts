import { commands } from './commands.ts';
import type { QueryError } from './error.ts';
import { reservedWords } from './expression.ts';
import { admit } from './firewall.ts';
import { findFunction, functions, refusedFunctions } from './functions.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { refusedCommands } from './refused-commands.ts';

/** Help for editors: pure functions of the text, offsets in UTF-16 units. */

interface Completion {
  kind: 'command' | 'function' | 'field' | 'keyword';
  /** What to put in the place of the word that is being written. */
  text: string;
  detail: string;
}

export interface Completions {
  /** Where the word that is being written begins. */
  from: number;
  items: Completion[];
}

/** Everything that is wrong with the query, in the order of the text; empty if it is allowed. */
export function diagnose(text: string): QueryError[] {
  const admitted = admit(text);
  return admitted.ok ? [] : admitted.errors;
}

/** The query in canonical form, a command a line; undefined if it cannot be read. Comments are not kept. */
export function format(text: string): string | undefined {
  const parsed = parse(text);
  if (!parsed.ok) return undefined;
  const lines = parsed.query.commands.map((command) => print({ ...parsed.query, commands: [command] }));
  return lines.join('\n| ');
}

const systemFields = ['@timestamp', '@message', '@logStream', '@log', '@ingestionTime'];

/** What may be written at the offset: commands behind a `|`, functions and fields elsewhere. */
export function complete(text: string, offset: number, fields: readonly string[] = []): Completions {
  const before = text.slice(0, offset);
  const word = /[@\w.]*$/.exec(before)?.[0] ?? '';
  const from = offset - word.length;
  const isCommand = /(?:^|\|)\s*$/.test(before.slice(0, from));
  const all = isCommand
    ? commandCompletions()
    : [...fieldCompletions(fields), ...functionCompletions(), ...keywordCompletions()];
  const wanted = word.toLowerCase();
  return { from, items: all.filter((item) => item.text.toLowerCase().startsWith(wanted)) };
}

/** What the word at the offset is: how a command or function is written, or why it is refused. */
export function hover(text: string, offset: number): string | undefined {
  const start = /\w*$/.exec(text.slice(0, offset))?.[0].length ?? 0;
  const word = /^\w*/.exec(text.slice(offset - start))?.[0] ?? '';
  const isCall = /^\s*\(/.test(text.slice(offset - start + word.length));
  return (isCall ? hoverFunction(word) : undefined) ?? hoverCommand(word) ?? hoverFunction(word);
}

function hoverFunction(word: string): string | undefined {
  const refused = refusedFunctions.get(word.toLowerCase());
  if (refused !== undefined) return `\`${refused.signature}\` is not available here: ${refused.reason}`;
  return findFunction(word)?.signature;
}

function hoverCommand(word: string): string | undefined {
  const refused = refusedCommands.get(word.toLowerCase());
  if (refused === undefined) return commands.get(word.toLowerCase())?.signature;
  const what = refused.code === 'refused' ? 'allowed' : 'available';
  return `\`${word}\` is not ${what} here: ${refused.reason}`;
}

function commandCompletions(): Completion[] {
  return [...commands.values()].map(({ signature }) => ({
    kind: 'command',
    text: signature.split(' ', 1)[0] ?? signature,
    detail: signature,
  }));
}

function keywordCompletions(): Completion[] {
  return reservedWords.map((text) => ({ kind: 'keyword', text, detail: 'keyword' }));
}

function functionCompletions(): Completion[] {
  return [...functions.values()].map(({ signature, kind }) => ({
    kind: 'function',
    text: signature.slice(0, signature.indexOf('(') + 1),
    detail: kind === 'aggregate' ? `${signature}, in stats` : signature,
  }));
}

function fieldCompletions(fields: readonly string[]): Completion[] {
  return [...new Set([...systemFields, ...fields])].map((text) => ({ kind: 'field', text, detail: 'field' }));
}
