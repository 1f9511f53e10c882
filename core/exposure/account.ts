import * as z from 'zod';
import type { Statement } from './policy.ts';

/** Who may act in an account, with all policies that say what. */
export interface Principal {
  arn: string;
  name: string;
  kind: 'user' | 'role';
  /** Of the principal itself and of its groups. */
  statements: readonly Statement[];
  /** What it may do at most; undefined without a boundary. */
  boundary: readonly Statement[] | undefined;
  /** Who may assume a role. */
  trusts: readonly string[];
}

/**
 * The principals in an answer of GetAccountAuthorizationDetails (IAM API reference), as the AWS command line writes it, or with policy
 * documents still encoded, as the API gives them.
 *
 * @throws z.ZodError for anything else
 */
export function principalsOf(details: unknown): Principal[] {
  const account = accountSchema.parse(details);
  const managed = new Map(account.Policies.map((policy) => [policy.Arn, statementsOf(policy)]));
  const attached = (policies: readonly { PolicyArn: string }[]) =>
    policies.flatMap(({ PolicyArn }) => managed.get(PolicyArn) ?? []);
  const boundaryOf = ({ PermissionsBoundary: boundary }: z.output<typeof principalFields>) =>
    boundary && (managed.get(boundary.PermissionsBoundaryArn) ?? []);
  const groups = new Map(
    account.GroupDetailList.map((group) => [
      group.GroupName,
      [
        ...group.GroupPolicyList.flatMap(({ PolicyDocument }) => PolicyDocument),
        ...attached(group.AttachedManagedPolicies),
      ],
    ]),
  );
  return [
    ...account.UserDetailList.map((user) => ({
      arn: user.Arn,
      name: user.UserName,
      kind: 'user' as const,
      statements: [
        ...user.UserPolicyList.flatMap(({ PolicyDocument }) => PolicyDocument),
        ...attached(user.AttachedManagedPolicies),
        ...user.GroupList.flatMap((group) => groups.get(group) ?? []),
      ],
      boundary: boundaryOf(user),
      trusts: [],
    })),
    ...account.RoleDetailList.map((role) => ({
      arn: role.Arn,
      name: role.RoleName,
      kind: 'role' as const,
      statements: [
        ...role.RolePolicyList.flatMap(({ PolicyDocument }) => PolicyDocument),
        ...attached(role.AttachedManagedPolicies),
      ],
      boundary: boundaryOf(role),
      trusts: role.AssumeRolePolicyDocument,
    })),
  ];
}

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

/** Policy documents come as objects, or as JSON that is percent-encoded (RFC 3986). */
const decoded = z.preprocess(
  (value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(decodeURIComponent(value)) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'a policy document in JSON' });
      return z.NEVER;
    }
  },
  z.looseObject({ Statement: z.preprocess((value) => [value].flat(), z.array(z.looseObject({}))) }),
);

const statementSchema = z
  .object({
    Effect: z.enum(['Allow', 'Deny']),
    Action: texts.optional(),
    NotAction: texts.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
    Condition: z.looseObject({}).optional(),
  })
  .transform(
    (given): Statement => ({
      effect: given.Effect,
      actions: given.NotAction ? { allBut: given.NotAction } : { named: given.Action ?? [] },
      resources: given.NotResource ? { allBut: given.NotResource } : { named: given.Resource ?? [] },
      isConditional: Object.keys(given.Condition ?? {}).length > 0,
    }),
  );

const policyDocument = decoded.transform(({ Statement }) => Statement).pipe(z.array(statementSchema));

/** Everybody whom a trust policy names. */
const trustDocument = decoded
  .transform(({ Statement }) => Statement)
  .pipe(
    z.array(
      z.object({
        Effect: z.string(),
        Principal: z
          .union([z.string().transform((text) => ({ AWS: [text] })), z.record(z.string(), texts)])
          .optional(),
      }),
    ),
  )
  .transform((statements) => [
    ...new Set(
      statements
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Principal = {} }) => Object.values(Principal).flat()),
    ),
  ]);

const inline = z.array(z.object({ PolicyDocument: policyDocument })).default([]);
const attachments = z.array(z.object({ PolicyArn: z.string() })).default([]);
const principalFields = z.object({
  Arn: z.string(),
  AttachedManagedPolicies: attachments,
  PermissionsBoundary: z.object({ PermissionsBoundaryArn: z.string() }).optional(),
});

const managedPolicy = z.object({
  Arn: z.string(),
  PolicyVersionList: z
    .array(z.object({ IsDefaultVersion: z.boolean().default(false), Document: policyDocument.optional() }))
    .default([]),
});

/** A managed policy says what its default version says. */
function statementsOf({ PolicyVersionList: versions }: z.output<typeof managedPolicy>): readonly Statement[] {
  return versions.find(({ IsDefaultVersion }) => IsDefaultVersion)?.Document ?? [];
}

const accountSchema = z.object({
  UserDetailList: z.array(
    principalFields.extend({
      UserName: z.string(),
      UserPolicyList: inline,
      GroupList: z.array(z.string()).default([]),
    }),
  ),
  GroupDetailList: z.array(
    z.object({ GroupName: z.string(), GroupPolicyList: inline, AttachedManagedPolicies: attachments }),
  ),
  RoleDetailList: z.array(
    principalFields.extend({
      RoleName: z.string(),
      RolePolicyList: inline,
      AssumeRolePolicyDocument: trustDocument,
    }),
  ),
  Policies: z.array(managedPolicy),
});
