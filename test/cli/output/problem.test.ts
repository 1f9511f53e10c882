import { describe, expect, it } from 'vitest';
import { CliError } from '../../../cli/errors.ts';
import { errorDocument, errorLines } from '../../../cli/output/problem.ts';
import { ApiError } from '../../../contract/client.ts';
import { problem } from '../../../contract/problem.ts';

describe('errorLines', () => {
  it('marks the place in the query that is meant', () => {
    const query = 'fields @message\n| filter\tx | SOURCE "a"';
    const refused = problem('query-refused', {
      detail: 'The query is not allowed.',
      errors: [{ field: 'query', message: 'SOURCE names log groups', line: 2, column: 14, length: 6 }],
    });
    expect(errorLines(new ApiError(422, 'x', refused), query)).toEqual([
      'vitrine: The query is not allowed.',
      '  query: SOURCE names log groups',
      '    | filter\\tx | SOURCE "a"',
      '                  ^^^^^^',
    ]);
  });

  it('marks one character when the place is behind the end', () => {
    const refused = problem('query-refused', {
      errors: [{ message: 'unfinished', line: 1, column: 4, length: 0 }],
    });
    expect(errorLines(new ApiError(422, 'x', refused), 'abc')).toEqual([
      'vitrine: The query is not allowed',
      '  unfinished',
      '    abc',
      '       ^',
    ]);
  });

  it('gives fields, reference and messages without escape sequences', () => {
    const refused = problem('internal', {
      detail: 'bad \x1b[2J',
      instance: 'ref-1',
      errors: [{ field: 'scope', message: 'got \x07' }],
    });
    expect(errorLines(new ApiError(500, 'x', refused))).toEqual([
      'vitrine: bad \\x1b[2J',
      '  scope: got \\x07',
      '  reference: ref-1',
    ]);
  });
});

describe('errorDocument', () => {
  it('is the problem document of the server, or one in its likeness', () => {
    const refused = problem('not-found');
    expect(errorDocument(new ApiError(404, 'x', refused))).toEqual(refused);
    expect(errorDocument(new ApiError(401, 'Sign in', undefined))).toMatchObject({
      status: 401,
      title: 'Sign in',
    });
    expect(errorDocument(new CliError('unreachable', 'cannot reach it'))).toMatchObject({
      code: 'unreachable',
      title: 'cannot reach it',
    });
  });
});
