import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { decodeJwt } from 'jose';
import type { Actor, Cause } from '../core/audit/cause.ts';
import type { Config } from '../core/policy/config.ts';
import { type Claims, identify, type Person } from '../core/policy/directory.ts';

/** The person of a token and what goes into events about them. */
export interface Caller {
  person: Person | undefined;
  cause: Cause;
}

/**
 * Reads the caller from the token that the gateway's authorizer has verified. The token itself is read because the
 * gateway flattens arrays into one string, in which a group named `a b` cannot be told from two groups.
 */
export function callerOf(config: Config, event: APIGatewayProxyEventV2): Caller {
  const token = (event.headers['authorization'] ?? '').replace(/^bearer\s+/i, '');
  const claims = claimsOf(config, decodeJwt(token));
  const person = identify(config, claims);
  return { person, cause: causeOf(event, 'api', person, claims.subject) };
}

/** The claims that count, of a verified token's payload. */
export function claimsOf(config: Config, payload: Record<string, unknown>): Claims {
  const groups = payload[config.identity.groupsClaim];
  const email = payload[config.identity.emailClaim];
  return {
    subject: typeof payload['sub'] === 'string' ? payload['sub'] : '',
    ...(typeof email === 'string' && { email }),
    ...(Array.isArray(groups) && { groups: groups.filter((group) => typeof group === 'string') }),
  };
}

export function causeOf(
  event: APIGatewayProxyEventV2,
  via: Actor['via'],
  person: Person | undefined,
  subject?: string,
): Cause {
  const { requestId, http } = event.requestContext;
  return {
    correlationId: requestId,
    actor: {
      person: person?.key ?? 'unknown',
      via,
      ...(subject !== undefined && { subject: subject.slice(0, 256) }),
      ...(person && { groups: person.groups }),
      // CloudFront passes the viewer's address on; that it is CloudFront has been checked before.
      ip: event.headers['x-vitrine-viewer-ip'] ?? http.sourceIp,
      userAgent: http.userAgent,
    },
  };
}
