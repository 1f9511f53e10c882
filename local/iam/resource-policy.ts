import type { Caller, PolicyDocument, PolicyStatement } from '../aws/types.ts';
import { type AccessQuestion, evaluatePolicies, statements, type Verdict } from './evaluate.ts';
import { matchesWildcard } from './wildcard.ts';

/** Whom a resource's policy is asked about: a signed caller, or an AWS service such as `lambda.amazonaws.com`. */
export type Principal = { caller: Caller } | { service: string };

/** What a policy attached to a resource (bucket, key, topic, a role's trust) says to one call. */
export function evaluateResourcePolicy(
  policy: PolicyDocument,
  principal: Principal,
  question: AccessQuestion,
): Verdict {
  const applicable = statements(policy).filter(
    (statement) => principalMatches(statement, principal) !== 'no',
  );
  return evaluatePolicies([{ Statement: applicable }], question);
}

/**
 * What a role's trust policy says to a caller who would assume it. `named` suffices by itself within one account;
 * `account` delegates to the account, so that the caller's own policies must allow it as well.
 */
export function evaluateTrust(
  trust: PolicyDocument,
  principal: Principal,
  question: AccessQuestion,
): 'named' | 'account' | 'denied' {
  if (evaluateResourcePolicy(trust, principal, question) !== 'allow') return 'denied';
  const naming = statements(trust).filter(
    (statement) => statement.Effect === 'Allow' && principalMatches(statement, principal) === 'named',
  );
  return evaluatePolicies([{ Statement: naming }], question) === 'allow' ? 'named' : 'account';
}

function principalMatches(statement: PolicyStatement, principal: Principal): 'named' | 'account' | 'no' {
  const declared = statement.Principal;
  if (declared === '*') return 'account';
  if (typeof declared !== 'object' || declared === null) return 'no';
  const entries = Object.entries(declared).map(
    ([kind, value]) => [kind, [value].flat().map(String)] as const,
  );
  for (const [kind, names] of entries) {
    if ('service' in principal) {
      if (kind === 'Service' && names.includes(principal.service)) return 'named';
      continue;
    }
    if (kind !== 'AWS') continue;
    const { roleArn, principalArn } = principal.caller;
    if (names.includes(roleArn) || names.includes(principalArn)) return 'named';
    const account = roleArn.split(':')[4] ?? '';
    if (
      names.some(
        (name) => name === '*' || name === account || matchesWildcard(name, `arn:aws:iam::${account}:root`),
      )
    ) {
      return 'account';
    }
  }
  return 'no';
}
