import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { z } from 'zod';
import { type Route, type RouteName, type Routes, routes } from '../contract/routes.ts';
import type { Cause } from '../core/audit/cause.ts';
import type { Person } from '../core/policy/directory.ts';
import type { Base } from '../core/ports.ts';
import type { Outcome } from '../core/refusal.ts';
import { ApiProblem } from './api-problem.ts';
import { callerOf } from './caller.ts';
import { problems } from './middleware/problems.ts';
import { throughSite } from './middleware/through-site.ts';
import { logger, publishMetrics } from './observability.ts';
import { recordRefusal } from './refusals.ts';
import { type Input, readInput } from './validation.ts';

type Part<R extends Route, K extends keyof Route> = R[K] extends z.ZodType ? z.output<R[K]> : undefined;

interface Call<R extends Route> {
  person: Person;
  cause: Cause;
  params: Part<R, 'params'>;
  query: Part<R, 'query'>;
  headers: Part<R, 'headers'>;
  body: Part<R, 'body'>;
}

type NamesOf<L extends Route['lambda']> = {
  [N in RouteName]: Routes[N]['lambda'] extends L ? N : never;
}[RouteName];

/** One operation for each route of a function; leaving one out does not compile. */
export type Operations<L extends Route['lambda']> = {
  [N in NamesOf<L>]: (call: Call<Routes[N]>) => Promise<Outcome<z.input<Routes[N]['success']['schema']>>>;
};

/** An operation whose route is only known when the call comes; the route's schemas have read the input. */
type Operation = (call: Pick<Call<Route>, 'person' | 'cause'> & Input) => Promise<Outcome<unknown>>;

/** The Lambda of an API function: observed, behind the site, its problems answered, its routes dispatched. */
export function apiHandler<L extends Route['lambda']>(
  base: Base,
  originSecret: () => Promise<string>,
  operations: Operations<L>,
) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .use(problems())
    .use(throughSite(originSecret))
    .handler((event) => dispatch(base, operations as Record<string, Operation>, event));
}

async function dispatch(
  base: Base,
  operations: Record<string, Operation>,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const found = Object.entries<Route>(routes).find(
    ([, { method, path }]) => event.routeKey === `${method} ${path}`,
  );
  const operation = found && operations[found[0]];
  if (!found || !operation) throw new Error(`No operation for the route ${event.routeKey}.`);
  const [name, route] = found;

  const { person, cause } = callerOf(base.config, event);
  logger.appendKeys({ route: name, person: person?.key ?? 'unknown', correlationId: cause.correlationId });
  if (!person) {
    const detail =
      'Your sign-in is good, but you are not among the people of this installation. Ask the platform team.';
    await recordRefusal(base, cause, { code: 'unknown-person', detail });
    throw new ApiProblem('unknown-person', { detail });
  }
  const outcome = await operation({ person, cause, ...readInput(route, event) });
  if (outcome.ok) {
    logger.info('The call was answered.', { status: route.success.status });
    return respond(route, outcome.value);
  }

  const { code, detail, errors } = outcome.refusal;
  logger.info('The call was refused.', { code });
  await recordRefusal(base, cause, outcome.refusal);
  throw new ApiProblem(code, { detail, ...(errors && { errors }) });
}

/** The schema of the contract writes the answer, so that nothing leaves that it does not name. */
function respond(route: Route, value: unknown): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: route.success.status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify(route.success.schema.parse(value)),
  };
}
