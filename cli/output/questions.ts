import { questions } from '../../core/audit/questions/index.ts';
import type { Parameter } from '../../core/audit/questions/question.ts';
import { defaultOf } from '../../core/audit/questions/statement.ts';
import { printTable, type Terminal } from './terminal.ts';

/** Prints the questions that have names, with what each asks for. */
export function listQuestions(terminal: Terminal): void {
  if (terminal.format === 'json') {
    for (const { sql: _, ...question } of questions) terminal.json(question);
    return;
  }
  printTable(
    terminal,
    ['NAME', 'QUESTION', 'PARAMETERS'],
    questions.map(({ name, title, parameters }) => [
      name,
      title,
      Object.entries(parameters).map(described).join(', '),
    ]),
  );
}

function described([name, parameter]: [string, Parameter]): string {
  const standard = defaultOf(parameter);
  return standard === undefined ? `${name} (must be given)` : `${name} (${standard})`;
}
