import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { z } from 'zod';
import type { Route } from '../contract/routes.ts';
import { ApiProblem } from './api-problem.ts';

/** The largest good body is a query of 10,000 characters; this leaves room for its escapes. */
const maxBodyBytes = 65_536;

export interface Input {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
}

/** Reads what a call carries by the schemas of its route. */
export function readInput(route: Route, event: APIGatewayProxyEventV2): Input {
  return {
    params: parse(route.params, event.pathParameters ?? {}),
    query: parse(route.query, event.queryStringParameters ?? {}),
    headers: parse(route.headers, event.headers),
    body: route.body && parse(route.body, jsonBody(event)),
  };
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: [...issue.path, key].join('.'),
          message: 'there is no such field here',
        }))
      : [{ field: issue.path.join('.'), message: `${issue.message}${got(value, issue.path)}` }],
  );
  const detail = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
  throw new ApiProblem('invalid-input', { detail: detail.slice(0, 2_000), errors: errors.slice(0, 50) });
}

/** The value at fault, cut short; a secret typed into the wrong field is the caller's own and goes back to the caller only. */
function got(value: unknown, path: readonly PropertyKey[]): string {
  const at = path.reduce<unknown>(
    (inner, key) =>
      inner instanceof Object && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined,
    value,
  );
  if (at === undefined) return '';
  const text = JSON.stringify(at);
  return ` (got ${text.length > 80 ? `${text.slice(0, 80)}…` : text})`;
}

function jsonBody(event: APIGatewayProxyEventV2): unknown {
  const raw = event.body ?? '';
  const text = event.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  if (text.trim() === '') return {};
  if (Buffer.byteLength(text) > maxBodyBytes) {
    const detail = `The body has ${Buffer.byteLength(text)} bytes; ${maxBodyBytes} are allowed.`;
    throw new ApiProblem('body-too-large', { detail });
  }
  const type = event.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new ApiProblem('unsupported-media-type', {
      detail: `Send content-type: application/json (got “${type}”).`,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiProblem('malformed-json', { detail: 'The body does not parse as JSON.' }, cause);
  }
}
