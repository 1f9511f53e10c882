import { expect, test } from 'vitest';
import { ApiError } from '../../contract/client.ts';
import { problem } from '../../contract/problem.ts';
import { failureOf } from '../../web/client/failure.ts';
import { SessionEndedError } from '../../web/client/session.ts';

test('takes the gateway’s 401 and a sign-in that cannot be renewed for the same thing', () => {
  expect(failureOf(new ApiError(401, 'Unauthorized')).kind).toBe('session-ended');
  expect(failureOf(new SessionEndedError('gone')).kind).toBe('session-ended');
});

test('tells a person who is not known here from one who may not do something', () => {
  const unknown = problem('unknown-person', { detail: 'eve is not among the people.' });
  expect(failureOf(new ApiError(403, 'eve is not among the people.', unknown))).toMatchObject({
    kind: 'unknown-person',
    message: 'eve is not among the people.',
  });
  expect(failureOf(new ApiError(403, 'no', problem('not-allowed'))).kind).toBe('refused');
});

test('shows the reference of what failed inside, and only then', () => {
  const inside = problem('internal', { detail: 'Tell the platform team.', instance: 'ref-1' });
  expect(failureOf(new ApiError(500, 'Tell the platform team.', inside)).message).toContain('ref-1');
  const refused = problem('wrong-state', { detail: 'It is closed.', instance: 'ref-2' });
  expect(failureOf(new ApiError(409, 'It is closed.', refused)).message).toBe('It is closed.');
});

test('says that the network is down, that it was slow, or that the answer was odd', () => {
  expect(failureOf(new TypeError('fetch failed'))).toMatchObject({ kind: 'offline' });
  expect(failureOf(new DOMException('too slow', 'TimeoutError')).message).toContain('in time');
  expect(failureOf(new SyntaxError('Unexpected token <'))).toMatchObject({ kind: 'refused' });
});
