export type CliErrorCode =
  | 'usage'
  | 'profile'
  | 'not-signed-in'
  | 'other-site'
  | 'unreachable'
  | 'unexpected-answer'
  | 'sign-in-failed'
  | 'nothing-suitable'
  | 'gave-up'
  | 'query-ended'
  | 'query-refused'
  | 'not-verified';

/** What the command itself has to say no to; what the server refuses is an `ApiError`. */
export class CliError extends Error {
  readonly code: CliErrorCode;
  constructor(code: CliErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CliError';
    this.code = code;
  }
}

/** Makes whatever keeps a command from telling whether evidence is whole one kind of error, with an exit status of its own. */
export async function notVerified<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError('not-verified', `could not be verified: ${reason}`, error);
  }
}

/** Whether no answer came at all: refused, unknown host, connection lost or too slow. */
export function isNetworkFailure(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  // openid-client names its own timeouts so.
  if ('code' in error && error.code === 'OAUTH_TIMEOUT') return true;
  if (error.name === 'TimeoutError') return true;
  // `fetch` fails with this message when it cannot connect, and with `terminated` when the connection breaks off.
  return error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
}

/** The sentence for a site or an identity provider that gave no answer. */
export function unreachable(url: string, cause: Error): CliError {
  const reason = cause.cause instanceof Error && 'code' in cause.cause ? ` (${cause.cause.code})` : '';
  return new CliError('unreachable', `cannot reach ${url}${reason}; is it running? (npm start)`, cause);
}
