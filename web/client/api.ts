import { createClient, type Input, type Output } from '../../contract/client.ts';
import type { RouteName } from '../../contract/routes.ts';
import { type Failure, failureOf } from './failure.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** Calls a route of the API; what goes wrong is an answer, too. */
export type Call = <N extends RouteName>(name: N, input: Input<N>) => Promise<Answer<Output<N>>>;

export type Me = Output<'whoAmI'>;
export type Scope = Output<'listScopes'>['scopes'][number];
export type AccessRequest = Output<'getRequest'>;
export type ResultPage = Output<'getResults'>;

/** @param onFailure is told of every failure, so that the shell can say that the session has ended. */
export function createCall(accessToken: () => Promise<string>, onFailure: (failure: Failure) => void): Call {
  const client = createClient({ url: location.origin, accessToken });
  return async (name, input) => {
    try {
      return { ok: true, value: await client(name, input) };
    } catch (error) {
      const failure = failureOf(error);
      onFailure(failure);
      return { ok: false, failure };
    }
  };
}
