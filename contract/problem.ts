import * as z from 'zod';

/**
 * Every error code of the API with its HTTP status and title. Problem documents follow RFC 9457; `type` is
 * `urn:vitrine:problem:CODE`, and `code` repeats CODE for those who switch on it.
 */
export const problemCodes = {
  'malformed-json': [400, 'The body is not JSON'],
  'invalid-input': [400, 'A field is missing or wrong'],
  'invalid-page-token': [400, 'The page token was not given out for this query'],
  'not-signed-in': [401, 'Sign in first'],
  'unknown-person': [403, 'You are not among the people of this installation'],
  'not-allowed': [403, 'You may not do this'],
  'wrong-door': [403, 'This address is not for direct use'],
  'own-request': [403, 'Nobody decides their own request'],
  'grant-not-open': [403, 'This access is not open'],
  'query-refused': [422, 'The query is not allowed'],
  'log-group-outside-scope': [403, 'A log group is outside the scope'],
  'time-outside-window': [422, 'The time range is outside what the scope allows'],
  'not-found': [404, 'There is no such thing, or not for you'],
  'unknown-scope': [404, 'There is no such scope, or not for you'],
  'unsupported-media-type': [415, 'Send application/json'],
  'body-too-large': [413, 'The body is too large'],
  'duration-too-long': [422, 'The duration is over the limit of the scope'],
  'idempotency-key-reused': [422, 'The Idempotency-Key was used for another request'],
  'terms-changed': [409, 'The terms are not those you looked at'],
  'already-decided': [409, 'It is decided already'],
  'wrong-state': [409, 'It is not in a state where this can be done'],
  'link-invalid': [403, 'The link is used, expired or not valid'],
  'sql-refused': [422, 'Only one reading statement is allowed'],
  'copy-expired': [410, 'The fast copy does not go back so far'],
  'query-failed': [502, 'CloudWatch Logs could not run the query'],
  'too-many-queries': [429, 'Too many queries are running'],
  unavailable: [503, 'Try again'],
  internal: [500, 'Something failed inside'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problemCodes;

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional().describe('What failed, the value got and the way out'),
  instance: z.string().optional().describe('Reference of this occurrence, for support'),
  errors: z
    .array(
      z.object({
        field: z.string().optional(),
        message: z.string(),
        line: z.int().optional(),
        column: z.int().optional(),
        offset: z.int().optional(),
        length: z.int().optional(),
      }),
    )
    .optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** The media type of RFC 9457. */
export const problemMediaType = 'application/problem+json';

/** Builds the problem document of a code. */
export function problem(
  code: ProblemCode,
  extra: Pick<Problem, 'detail' | 'instance' | 'errors'> = {},
): Problem {
  const [status, title] = problemCodes[code];
  return { type: `urn:vitrine:problem:${code}`, title, status, code, ...extra };
}
