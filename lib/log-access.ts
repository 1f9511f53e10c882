import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';
import { acknowledge } from './acknowledge.ts';

/** A managed policy holds no more characters (IAM user guide, "IAM and STS quotas"). */
const maxPolicyCharacters = 6_144;

export interface LogAccessProps {
  config: Config;
  /** Who may assume each role. */
  starters: readonly iam.IRole[];
  readers: readonly iam.IRole[];
  stoppers: readonly iam.IRole[];
}

/**
 * The only ways to the logs: a role that starts queries, one that reads results, one that stops queries; and one policy a scope, to
 * which each session is confined beyond its role.
 */
export class LogAccess extends Construct {
  readonly starter: iam.Role;
  readonly reader: iam.Role;
  readonly stopper: iam.Role;
  /** ARN of a scope's policy, less the scope's name. */
  readonly scopePolicyPrefix: string;

  constructor(scope: Construct, id: string, { config, starters, readers, stoppers }: LogAccessProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const prefix = `${stack.stackName}-scope-`;
    this.scopePolicyPrefix = `arn:${stack.partition}:iam::${stack.account}:policy/${prefix}`;
    this.starter = this.#role('Starter', 'logs:StartQuery', starters);
    this.reader = this.#role('Reader', 'logs:GetQueryResults', readers);
    this.stopper = this.#role('Stopper', 'logs:StopQuery', stoppers);
    for (const [name, { logGroups }] of Object.entries(config.scopes)) {
      const arns = logGroups.map((group) => this.#arnOf(group));
      this.#refuseTooLong(name, logGroups);
      acknowledgeStreams(this.#scopePolicy(name, `${prefix}${name}`, arns), logGroups);
      // One statement a scope: CDK moves what is too much for the role's own policy into further ones, by statement.
      this.starter.addToPolicy(new iam.PolicyStatement({ actions: ['logs:StartQuery'], resources: arns }));
      acknowledgeStreams(this.starter, logGroups);
    }
    for (const role of [this.reader, this.stopper]) {
      const action = role === this.reader ? 'logs:GetQueryResults' : 'logs:StopQuery';
      role.addToPolicy(new iam.PolicyStatement({ actions: [action], resources: ['*'] }));
      acknowledge(role, {
        'IAM5[Resource::*]': `${action} knows no resources; query ids stay in the proxy.`,
      });
    }
  }

  /**
   * A role for one action. Whatever policy should ever be attached to it, everything else stays denied: unmasking, live tail, exports,
   * subscriptions, scheduled queries, lookup tables, and what CloudWatch Logs learns next year.
   */
  #role(id: string, action: string, principals: readonly iam.IRole[]): iam.Role {
    const trusted = principals.map(({ roleArn }) => new iam.ArnPrincipal(roleArn));
    const role = new iam.Role(this, id, {
      assumedBy: new iam.CompositePrincipal(...trusted),
      description: `Vitrine: ${action}, for sessions confined to one grant`,
      // A role assumed from a function's is held an hour at most (STS API reference, AssumeRole).
      maxSessionDuration: Duration.hours(1),
    });
    role.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({ actions: ['sts:SetSourceIdentity'], principals: trusted }),
    );
    role.addToPolicy(
      new iam.PolicyStatement({ effect: iam.Effect.DENY, notActions: [action], resources: ['*'] }),
    );
    for (const grantee of principals) {
      iam.Grant.addToPrincipal({
        grantee,
        actions: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
        resourceArns: [role.roleArn],
      });
    }
    return role;
  }

  #scopePolicy(scope: string, managedPolicyName: string, logGroupArns: string[]): iam.ManagedPolicy {
    const policy = new iam.ManagedPolicy(this, `Scope-${scope}`, {
      managedPolicyName,
      description: `Vitrine: what a session for the scope ${scope} may do at most`,
      statements: [
        new iam.PolicyStatement({ actions: ['logs:StartQuery'], resources: logGroupArns }),
        // Results and queries have no log group to name; which of the two a session may do is its role's to say.
        new iam.PolicyStatement({ actions: ['logs:GetQueryResults', 'logs:StopQuery'], resources: ['*'] }),
      ],
    });
    acknowledge(policy, { 'IAM5[Resource::*]': 'GetQueryResults and StopQuery know no resources.' });
    return policy;
  }

  #refuseTooLong(scope: string, logGroups: readonly string[]): void {
    const characters = logGroups.reduce(
      (sum, group) => sum + group.length + arnCharacters,
      statementCharacters,
    );
    this.node.addValidation({
      validate: () =>
        characters <= maxPolicyCharacters
          ? []
          : [
              `scopes.${scope}.logGroups: the names need a policy of ${characters} characters, IAM takes ${maxPolicyCharacters}; ` +
                'split the scope in two.',
            ],
    });
  }

  /** The log group with its streams, which is what StartQuery asks for. */
  #arnOf(logGroup: string): string {
    const { partition, region, account } = Stack.of(this);
    return `arn:${partition}:logs:${region}:${account}:log-group:${logGroup}:*`;
  }
}

/** What an ARN has beside the group's name, with quotes and comma, in the longest partition and region. */
const arnCharacters = 72;
const statementCharacters = 240;

function acknowledgeStreams(construct: Construct, logGroups: readonly string[]): void {
  for (const group of logGroups) {
    const arn = `arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:${group}:*`;
    acknowledge(construct, {
      [`IAM5[Resource::${arn}]`]: 'The group’s streams, which StartQuery is allowed on.',
    });
  }
}
