import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isAwsError } from '../../adapters/aws-client.ts';
import { type Problem, problem, problemMediaType } from '../../contract/problem.ts';
import { ApiProblem } from '../api-problem.ts';
import { describeError, logger } from '../observability.ts';

/** Answers every error as a problem document. What failed inside is logged; the caller gets a reference to it. */
export function problems(): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError(request) {
      request.response = problemResponse(toProblem(request.error, request.event.requestContext.requestId));
    },
  };
}

export function toProblem(error: unknown, reference: string): Problem {
  if (error instanceof ApiProblem) return { ...error.problem, instance: reference };
  logger.error('The call failed.', describeError(error));
  if (isAwsError(error)) {
    const detail =
      'A service Vitrine depends on did not answer as it should. Nothing was handed out; try again.';
    return problem('unavailable', { detail, instance: reference });
  }
  return problem('internal', {
    detail: 'Tell the platform team the reference in “instance”.',
    instance: reference,
  });
}

function problemResponse(document: Problem): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: document.status,
    headers: {
      'content-type': problemMediaType,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(document.status === 503 && { 'retry-after': '2' }),
    },
    body: JSON.stringify(document),
  };
}
