import { ApiError } from '../../contract/client.ts';
import type { Problem } from '../../contract/problem.ts';
import { SessionEndedError } from './session.ts';

export type ProblemError = NonNullable<Problem['errors']>[number];

/** Why a call did not do what was asked, in words for the person. */
export interface Failure {
  kind: 'session-ended' | 'unknown-person' | 'offline' | 'refused';
  message: string;
  /** Code of the problem document, where there is one. */
  code?: string | undefined;
  /** What is wrong with single fields. */
  errors: readonly ProblemError[];
}

export function failureOf(error: unknown): Failure {
  if (error instanceof SessionEndedError) return sessionEnded;
  if (error instanceof ApiError) return ofApi(error);
  if (error instanceof SyntaxError) {
    return plain(
      'refused',
      'The server’s answer could not be read. Try again; if it stays so, tell the platform team.',
    );
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return plain('offline', 'The server did not answer in time. Try again.');
  }
  return plain('offline', 'The server cannot be reached. Look at your network connection and try again.');
}

function ofApi({ status, message, problem }: ApiError): Failure {
  if (status === 401) return sessionEnded;
  if (!problem) return plain('refused', message);
  const reference = status >= 500 && problem.instance ? ` (reference ${problem.instance})` : '';
  return {
    kind: problem.code === 'unknown-person' ? 'unknown-person' : 'refused',
    code: problem.code,
    message: `${message}${reference}`,
    errors: problem.errors ?? [],
  };
}

const plain = (kind: Failure['kind'], message: string): Failure => ({ kind, message, errors: [] });
const sessionEnded = plain('session-ended', 'Your sign-in has ended.');
