/**
 * Settings of every AWS client: a call that hangs must fail well before the gateway gives up after 30 seconds, so that
 * the caller gets our 503 and nothing is left half done.
 */
export const clientSettings = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
} as const;

/** Whether an error is one of AWS's, by its shape (SDK v3, `ServiceException`) or by how a broken connection looks. */
export function isAwsError(error: unknown): error is Error {
  return error instanceof Error && ('$metadata' in error || error.name === 'TimeoutError' || 'code' in error);
}
