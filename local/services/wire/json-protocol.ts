import { AwsError, type AwsRequest, type AwsResponse, type Caller } from '../../aws/types.ts';
import { asObject, type Input } from './input.ts';

/** One operation of a service that speaks `application/x-amz-json-1.x`. */
export type JsonOperation = (input: Input, caller: Caller) => unknown;

/** Runs the operation that `x-amz-target` names; modelled errors become the protocol's error answer. */
export async function handleJson(
  request: AwsRequest,
  operations: Readonly<Record<string, JsonOperation>>,
): Promise<AwsResponse> {
  const name = request.headers['x-amz-target']?.split('.').at(-1) ?? '';
  const contentType = request.headers['content-type'] ?? 'application/x-amz-json-1.1';
  try {
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!operation) {
      throw new AwsError(
        'UnknownOperationException',
        `The operation ${name || '(none)'} is not played here.`,
      );
    }
    const answer = await operation(parseBody(request.body), request.caller);
    return { status: 200, headers: { 'content-type': contentType }, body: JSON.stringify(answer ?? {}) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return jsonError(error, contentType);
  }
}

/** JSON services call a denial `AccessDeniedException` and answer it with 400. */
function jsonError(error: AwsError, contentType: string): AwsResponse {
  const denied = error.code === 'AccessDenied';
  const code = denied ? 'AccessDeniedException' : error.code;
  return {
    status: denied ? 400 : error.status,
    headers: { 'content-type': contentType, 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message: error.message, Message: error.message }),
  };
}

function parseBody(body: Buffer): Input {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
  return asObject(parsed, 'body');
}
