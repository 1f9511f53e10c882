import type { WholeResponse } from '../server/http-server.ts';

/**
 * The HTTP response for what a function gave back, payload format 2.0: an object with `statusCode` is taken as it
 * is, anything else becomes a JSON body with status 200. `undefined` when a field has the wrong type, which the
 * gateway answers with 500.
 */
export function toResponse(payload: string): WholeResponse | undefined {
  const result: unknown = JSON.parse(payload);
  if (!isRecord(result) || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, headers = {}, cookies, body, isBase64Encoded } = result;
  if (!Number.isInteger(statusCode) || !isRecord(headers)) return undefined;
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  const answered: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) answered[name.toLowerCase()] = String(value);
  if (Array.isArray(cookies)) answered['set-cookie'] = cookies.map(String);
  if (body && answered['content-type'] === undefined) answered['content-type'] = 'text/plain;charset=UTF-8';
  return {
    status: Number(statusCode),
    headers: answered,
    ...(typeof body === 'string'
      ? { body: isBase64Encoded === true ? Buffer.from(body, 'base64') : body }
      : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
