import { arnCovers, arnsOverlap, covers } from './patterns.ts';

/** A policy as IAM stores it, as far as it says who may do what. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  /** The actions it names, or all but those. */
  actions: { named: readonly string[] } | { allBut: readonly string[] };
  resources: { named: readonly string[] } | { allBut: readonly string[] };
  isConditional: boolean;
}

/** An action on a set of resources, as a pattern of their ARNs. */
export interface Access {
  action: string;
  resource: string;
}

/** `conditional`: only when conditions hold that nobody can know beforehand. */
export type Verdict = 'allowed' | 'conditional' | 'none';

/**
 * What policies of one kind say to an access. Whoever is allowed a part of the resources is allowed; only a Deny without conditions
 * that holds all of them takes it away (IAM user guide, "Policy evaluation logic").
 */
export function verdictOf(statements: readonly Statement[], access: Access): Verdict {
  const concerned = statements.filter((statement) => concerns(statement, access));
  const denies = concerned.filter(({ effect }) => effect === 'Deny');
  if (denies.some((deny) => !deny.isConditional && isWhole(deny, access))) return 'none';
  const allows = concerned.filter(({ effect }) => effect === 'Allow');
  if (allows.length === 0) return 'none';
  const isPlain =
    allows.some(({ isConditional }) => !isConditional) && !denies.some((deny) => isWhole(deny, access));
  return isPlain ? 'allowed' : 'conditional';
}

/** Whether a statement speaks of the action and of some of the resources. */
function concerns({ actions, resources }: Statement, { action, resource }: Access): boolean {
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => covers(pattern.toLowerCase(), action.toLowerCase()));
  if ('named' in actions ? !named(actions.named) : named(actions.allBut)) return false;
  return 'named' in resources
    ? resources.named.some((pattern) => arnsOverlap(anyVariable(pattern), resource))
    : !resources.allBut.some((pattern) => arnCovers(pattern, resource));
}

/** Whether a statement that speaks of some of the resources speaks of all of them. */
function isWhole({ resources }: Statement, { resource }: Access): boolean {
  return 'named' in resources
    ? resources.named.some((pattern) => arnCovers(pattern, resource))
    : !resources.allBut.some((pattern) => arnsOverlap(anyVariable(pattern), resource));
}

/** A variable such as `${aws:username}` may be anything. */
function anyVariable(pattern: string): string {
  return pattern.replaceAll(/\$\{[^}]*\}/g, '*');
}
