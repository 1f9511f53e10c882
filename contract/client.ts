import type { z } from 'zod';
import { type Problem, problemMediaType, problemSchema } from './problem.ts';
import { type Route, type RouteName, type Routes, routes } from './routes.ts';

type Field<R extends Route, K extends 'params' | 'query' | 'headers' | 'body'> =
  R extends Record<K, infer S> ? (S extends z.ZodType ? { [key in K]: z.input<S> } : unknown) : unknown;

type RequiredInput<R extends Route> = Field<R, 'params'> & Field<R, 'body'>;
type OptionalInput<R extends Route> = Partial<Field<R, 'query'> & Field<R, 'headers'>>;
export type Input<N extends RouteName> = RequiredInput<Routes[N]> & OptionalInput<Routes[N]>;
export type Output<N extends RouteName> = z.output<Routes[N]['success']['schema']>;

/** An answer that was not the good one: a problem document, or what the gateway itself said. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;
  constructor(status: number, message: string, problem?: Problem) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Origin of the site, e.g. `https://vitrine.example.com`. */
  url: string;
  /** Gives the access token of the moment. */
  accessToken: () => Promise<string>;
  userAgent?: string;
}

/** Calls a route by name: `call('getRequest', { params: { id } })`. */
export type Client = <N extends RouteName>(name: N, input: Input<N>) => Promise<Output<N>>;

/** How long one call may take: the gateway gives up after 30 seconds. */
const timeoutMs = 35_000;

/**
 * The typed client of the API.
 * @throws {ApiError} for every answer but the good one.
 */
export function createClient(options: ClientOptions): Client {
  return async (name, input) => {
    const route: Route = routes[name];
    const given: { params?: object; query?: object; headers?: object; body?: unknown } = input;
    const response = await fetch(address(options.url, route.path, given), {
      method: route.method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${await options.accessToken()}`,
        ...(options.userAgent && { 'user-agent': options.userAgent }),
        ...(given.headers && defined(given.headers)),
        ...(route.body && { 'content-type': 'application/json' }),
      },
      ...(route.body && { body: JSON.stringify(given.body) }),
    });
    if (response.status !== route.success.status) throw await apiError(response);
    return (await response.json()) as Output<typeof name>;
  };
}

function address(origin: string, path: string, given: { params?: object; query?: object }): string {
  const params: Record<string, string> = { ...given.params };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const query = new URLSearchParams(defined(given.query ?? {})).toString();
  return `${origin.replace(/\/$/, '')}${filled}${query && `?${query}`}`;
}

function defined(values: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
}

async function apiError(response: Response): Promise<ApiError> {
  const text = await response.text();
  if (response.headers.get('content-type')?.startsWith(problemMediaType)) {
    const parsed = problemSchema.safeParse(JSON.parse(text));
    if (parsed.success) {
      return new ApiError(response.status, parsed.data.detail ?? parsed.data.title, parsed.data);
    }
  }
  const hint =
    response.status === 401 ? 'You are not signed in, or your sign-in has ended. Run: vitrine login' : text;
  return new ApiError(response.status, hint.slice(0, 500) || `The server answered ${response.status}.`);
}
