import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ApiProblem } from '../api-problem.ts';

/**
 * Lets only calls in that came through CloudFront, which adds a secret header. The API's own address is open to the
 * world: without this anybody could go round the site's firewall and claim any viewer address.
 */
export function throughSite(originSecret: () => Promise<string>): MiddlewareObj<APIGatewayProxyEventV2> {
  return {
    async before({ event }) {
      const given = event.headers['x-vitrine-origin'] ?? '';
      if (!timingSafeEqual(sha256(given), sha256(await originSecret()))) {
        throw new ApiProblem('wrong-door', {
          detail: 'Use the address of the site, not that of the API behind it.',
        });
      }
    },
  };
}

/** Hashes make the lengths equal, which `timingSafeEqual` asks for, and hide them. */
const sha256 = (text: string) => createHash('sha256').update(text).digest();
