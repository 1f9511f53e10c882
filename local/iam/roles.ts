import type { PolicyDocument, Resource } from '../aws/types.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../provisioner.ts';

export interface Role {
  arn: string;
  name: string;
  trust: PolicyDocument;
  /** Text policies, by name. */
  inline: Map<string, PolicyDocument>;
  managedArns: Set<string>;
  maxSessionSeconds: number;
}

const ROLE_PROPERTIES = [
  'AssumeRolePolicyDocument',
  'Description',
  'ManagedPolicyArns',
  'MaxSessionDuration',
  'Path',
  'Policies',
  'RoleName',
  'Tags',
];
const MANAGED_PROPERTIES = ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'];
const POLICY_PROPERTIES = ['PolicyDocument', 'PolicyName', 'Roles'];

/** The one AWS-managed policy that CDK attaches to every function's role. */
const LAMBDA_BASIC_ARN = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const LAMBDA_BASIC: PolicyDocument = {
  Statement: {
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: '*',
  },
};

/** The template's roles and policies. */
export class Roles implements Provisioner {
  readonly types = ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'] as const;
  readonly #accountId: string;
  readonly #roles = new Map<string, Role>();
  readonly #managed = new Map([[LAMBDA_BASIC_ARN, LAMBDA_BASIC]]);

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  all(): Role[] {
    return [...this.#roles.values()];
  }

  managed(): [arn: string, document: PolicyDocument][] {
    return [...this.#managed];
  }

  managedPolicy(arn: string): PolicyDocument | undefined {
    return this.#managed.get(arn);
  }

  /** All policies of a role, inline and managed; none for a role that does not exist. */
  *policiesOf(roleArn: string): Generator<PolicyDocument> {
    const role = this.#roles.get(roleArn);
    if (!role) return;
    yield* role.inline.values();
    for (const arn of role.managedArns) {
      const policy = this.#managed.get(arn);
      if (policy) yield policy;
    }
  }

  add({ name, path = '/', ...rest }: Omit<Role, 'arn'> & { path?: string }): Role {
    const role = { ...rest, name, arn: `arn:aws:iam::${this.#accountId}:role${path}${name}` };
    this.#roles.set(role.arn, role);
    return role;
  }

  provision(resource: Resource): Provisioned {
    switch (resource.type) {
      case 'AWS::IAM::Role':
        return this.#provisionRole(resource);
      case 'AWS::IAM::ManagedPolicy':
        return this.#provisionManaged(resource);
      default:
        return this.#provisionPolicy(resource);
    }
  }

  #provisionRole(resource: Resource): Provisioned {
    const { properties } = resource;
    const policies = (properties['Policies'] ?? []) as {
      PolicyName: string;
      PolicyDocument: PolicyDocument;
    }[];
    const { arn, name } = this.add({
      name: nameOf(resource),
      path: path(resource),
      trust: document(resource, 'AssumeRolePolicyDocument'),
      inline: new Map(policies.map((policy) => [policy.PolicyName, policy.PolicyDocument])),
      managedArns: new Set([properties['ManagedPolicyArns'] ?? []].flat().map(String)),
      maxSessionSeconds: Number(properties['MaxSessionDuration'] ?? 3600),
    });
    const letters = resource.logicalId.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
    const attributes = { Arn: arn, RoleId: `AROA${letters.slice(0, 17)}` };
    return { ref: name, attributes, ignored: unknownProperties(resource, ROLE_PROPERTIES) };
  }

  #provisionManaged(resource: Resource): Provisioned {
    const name = physicalName(resource, 'ManagedPolicyName');
    const arn = `arn:aws:iam::${this.#accountId}:policy${path(resource)}${name}`;
    this.#managed.set(arn, document(resource, 'PolicyDocument'));
    for (const role of this.#attachedRoles(resource)) role.managedArns.add(arn);
    return {
      ref: arn,
      attributes: { PolicyArn: arn },
      ignored: unknownProperties(resource, MANAGED_PROPERTIES),
    };
  }

  #provisionPolicy(resource: Resource): Provisioned {
    const name = physicalName(resource, 'PolicyName');
    for (const role of this.#attachedRoles(resource)) {
      role.inline.set(`${resource.logicalId}/${name}`, document(resource, 'PolicyDocument'));
    }
    return { ref: name, attributes: {}, ignored: unknownProperties(resource, POLICY_PROPERTIES) };
  }

  #attachedRoles(resource: Resource): Role[] {
    const names = new Set([resource.properties['Roles'] ?? []].flat().map(String));
    return [...this.#roles.values()].filter((role) => names.has(role.name));
  }
}

function document(resource: Resource, property: string): PolicyDocument {
  const value = resource.properties[property];
  if (typeof value !== 'object' || value === null || !('Statement' in value)) {
    throw new Error(`${resource.logicalId}: ${property} is not a policy document.`);
  }
  return value as PolicyDocument;
}

/** The longest that IAM takes (IAM user guide, "IAM and AWS STS quotas"). */
const maxRoleName = 64;

/** CloudFormation puts the stack's name before those that it makes up, by which one tells whose role it is. */
function nameOf(resource: Resource): string {
  const name = physicalName(resource, 'RoleName');
  const isMadeUp = resource.stackName !== undefined && name === resource.logicalId;
  return (isMadeUp ? `${resource.stackName}-${name}` : name).slice(0, maxRoleName);
}

function path({ properties }: Resource): string {
  return String(properties['Path'] ?? '/');
}
