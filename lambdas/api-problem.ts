import { type Problem, type ProblemCode, problem } from '../contract/problem.ts';

/** An error of the HTTP layer, to be answered as a problem document. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly problem: Problem;
  constructor(code: ProblemCode, extra: Parameters<typeof problem>[1] = {}, cause?: unknown) {
    super(code, { cause });
    this.name = 'ApiProblem';
    this.code = code;
    this.problem = problem(code, extra);
  }
}
