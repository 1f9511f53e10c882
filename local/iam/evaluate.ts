import type { PolicyDocument, PolicyStatement } from '../aws/types.ts';
import { type ConditionContext, conditionsHold } from './condition.ts';
import { matchesWildcard } from './wildcard.ts';

/** What a set of policies says to one call; `none` is the implicit deny. */
export type Verdict = 'allow' | 'deny' | 'none';

export interface AccessQuestion {
  /** E.g. `s3:PutObject`. */
  action: string;
  /** The resource's ARN, or `*` for actions without one. */
  resource: string;
  context: ConditionContext;
}

/** A deny in any policy wins, else an allow in any, else none (IAM's evaluation logic). */
export function evaluatePolicies(policies: Iterable<PolicyDocument>, question: AccessQuestion): Verdict {
  let verdict: Verdict = 'none';
  for (const policy of policies) {
    for (const statement of statements(policy)) {
      if (!actionMatches(statement, question.action) || !resourceMatches(statement, question.resource)) {
        continue;
      }
      const conditions = conditionsHold(statement, question.context);
      if (statement.Effect === 'Deny' && conditions !== false) return 'deny';
      if (statement.Effect === 'Allow' && conditions === true) verdict = 'allow';
    }
  }
  return verdict;
}

export function statements(policy: PolicyDocument): PolicyStatement[] {
  return Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
}

/** Action names are compared without case, as IAM does. */
function actionMatches(statement: PolicyStatement, action: string): boolean {
  const matches = (patterns: string | string[]): boolean =>
    list(patterns).some((pattern) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase()));
  if (statement.Action !== undefined) return matches(statement.Action);
  return statement.NotAction !== undefined && !matches(statement.NotAction);
}

function resourceMatches(statement: PolicyStatement, resource: string): boolean {
  const matches = (patterns: string | string[]): boolean =>
    list(patterns).some((pattern) => matchesWildcard(pattern, resource));
  if (statement.Resource !== undefined) return matches(statement.Resource);
  // Trust policies name no resource: the role itself is meant.
  return statement.NotResource === undefined || !matches(statement.NotResource);
}

function list(value: string | string[]): string[] {
  return Array.isArray(value) ? value : [value];
}
