import { accessQuestions } from './access.ts';
import { breakGlassQuestions } from './break-glass.ts';
import { decisionQuestions } from './decisions.ts';
import { installationQuestions } from './installation.ts';
import type { Question } from './question.ts';
import { sessionQuestions } from './sessions.ts';
import { useQuestions } from './use.ts';

/** Every question, in the order in which they are listed. */
export const questions: readonly Question[] = [
  ...accessQuestions,
  ...sessionQuestions,
  ...breakGlassQuestions,
  ...decisionQuestions,
  ...useQuestions,
  ...installationQuestions,
];

export function questionNamed(name: string): Question | undefined {
  return questions.find((question) => question.name === name);
}
