import { AwsError, type AwsService, type Caller } from '../aws/types.ts';

/** Calls a JSON-protocol service (`Logs_20140328.PutLogEvents`) of the stand-in from inside, without a socket. */
export async function callJson<T>(
  service: AwsService,
  caller: Caller,
  target: string,
  input: unknown,
): Promise<T> {
  const response = await service.handle({
    caller,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(input)),
  });
  const answer: unknown = JSON.parse(response.body?.toString() || '{}');
  if (response.status >= 300) {
    const { __type: type = 'InternalFailure', message = '' } = answer as Record<string, string>;
    throw new AwsError(type, message, response.status);
  }
  return answer as T;
}
