import type { WholeRequest, WholeResponse } from '../server/http-server.ts';
import type { EdgeRequest, EdgeResponse, EdgeValue } from './edge-function.ts';

/** A request in the shape that CloudFront Functions see: cookies apart, names lower-cased. */
export function toEdgeRequest(request: WholeRequest): EdgeRequest {
  const { cookie, ...headers } = request.headers;
  return {
    method: request.method,
    uri: request.path,
    querystring: multi([...splitPairs(request.rawQuery, '&')]),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }])),
    cookies: multi([...splitPairs(cookie ?? '', ';')]),
  };
}

/** The request after a function has changed it. */
export function fromEdgeRequest(original: WholeRequest, edge: EdgeRequest): WholeRequest {
  const rawQuery = pairs(edge.querystring).join('&');
  const cookie = pairs(edge.cookies).join('; ');
  const headers = Object.fromEntries(
    Object.entries(edge.headers).map(([name, entry]) => [name.toLowerCase(), valuesOf(entry).join(',')]),
  );
  return {
    ...original,
    path: edge.uri,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
  };
}

/** A response that a function made up, or changed. */
export function fromEdgeResponse(edge: EdgeResponse, original?: WholeResponse): WholeResponse {
  const headers: Record<string, string | string[]> = {};
  for (const [name, entry] of Object.entries(edge.headers ?? {})) {
    const values = valuesOf(entry);
    headers[name.toLowerCase()] = values.length > 1 ? values : entry.value;
  }
  const cookies = Object.entries(edge.cookies ?? {}).map(
    ([name, { value, attributes }]) => `${name}=${value}${attributes ? `; ${attributes}` : ''}`,
  );
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  const body =
    typeof edge.body === 'object'
      ? Buffer.from(edge.body.data, edge.body.encoding === 'base64' ? 'base64' : 'utf8')
      : edge.body;
  return { ...original, status: edge.statusCode, headers, ...(body === undefined ? {} : { body }) };
}

export function toEdgeResponse(response: WholeResponse): EdgeResponse {
  const headers: Record<string, EdgeValue> = {};
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    const [first = '', ...rest] = [value].flat();
    headers[name] =
      rest.length > 0
        ? { value: first, multiValue: [value].flat().map((each) => ({ value: each })) }
        : { value: first };
  }
  return { statusCode: response.status, headers };
}

function* splitPairs(text: string, separator: string): Generator<[string, string]> {
  for (const pair of text.split(separator)) {
    const trimmed = pair.trim();
    if (trimmed === '') continue;
    const equals = trimmed.indexOf('=');
    yield equals < 0 ? [trimmed, ''] : [trimmed.slice(0, equals), trimmed.slice(equals + 1)];
  }
}

function multi(entries: [string, string][]): Record<string, EdgeValue> {
  const values: Record<string, EdgeValue> = {};
  for (const [name, value] of entries) {
    const known = values[name];
    if (!known) values[name] = { value };
    else known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
  }
  return values;
}

function pairs(values: Record<string, EdgeValue>): string[] {
  return Object.entries(values).flatMap(([name, entry]) =>
    valuesOf(entry).map((value) => `${name}=${value}`),
  );
}

function valuesOf(entry: EdgeValue): string[] {
  return entry.multiValue?.map(({ value }) => value) ?? [entry.value];
}
