import { questions } from './index.ts';
import type { Parameter, Question } from './question.ts';
import { defaultOf } from './statement.ts';

/** The questions as a chapter in Markdown, for auditors. */
export function questionsAsMarkdown(): string {
  return questions.map(section).join('\n');
}

function section({ name, title, about, parameters, sql }: Question): string {
  return [
    `### ${title}`,
    '',
    about,
    '',
    '```',
    command(name, parameters),
    '```',
    '',
    '| parameter | what | default |',
    '|---|---|---|',
    ...Object.entries(parameters).map(
      ([parameter, declared]) => `| \`${parameter}\` | ${declared.about} | ${defaultOf(declared) ?? ''} |`,
    ),
    '',
    '<details><summary>SQL</summary>',
    '',
    '```sql',
    sql,
    '```',
    '',
    '</details>',
    '',
  ].join('\n');
}

function command(name: string, parameters: Question['parameters']): string {
  const needed = Object.entries(parameters)
    .filter(([, parameter]: [string, Parameter]) => parameter.otherwise === undefined)
    .map(([parameter, { example }]) => ` --param ${parameter}=${example}`);
  return `vitrine audit sql --named ${name}${needed.join('')}`;
}
