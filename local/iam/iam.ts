import { AwsError, type Caller, type PolicyDocument, type Resource } from '../aws/types.ts';
import type { Provisioned, Provisioner } from '../provisioner.ts';
import type { ConditionContext } from './condition.ts';
import { CredentialStore, type Credentials } from './credentials.ts';
import { evaluatePolicies, type Verdict } from './evaluate.ts';
import { evaluateTrust } from './resource-policy.ts';
import { type Role, Roles } from './roles.ts';

export type { Role } from './roles.ts';

export interface Session {
  caller: Caller;
  credentials: Credentials;
}

/** An AWS service that acts, such as `states.amazonaws.com`, and for which of its resources. */
export interface ServicePrincipal {
  service: string;
  sourceArn?: string;
}

export interface IamOptions {
  accountId: string;
  region: string;
  clock: () => number;
}

/**
 * IAM of the stand-in: the template's roles and policies, the credentials issued for them, and the default-deny
 * decision on every call.
 */
export class Iam implements Provisioner {
  readonly credentials: CredentialStore;
  readonly types: readonly string[];
  readonly #options: IamOptions;
  readonly #roles: Roles;
  readonly #sessions = new Map<string, Session>();

  constructor(options: IamOptions) {
    this.#options = options;
    this.#roles = new Roles(options.accountId);
    this.types = this.#roles.types;
    this.credentials = new CredentialStore(options.clock);
  }

  /** Throws `AccessDenied`, in the words AWS uses, unless the caller's policies allow the action. */
  readonly authorize = (
    caller: Caller,
    action: string,
    resource: string,
    context: Record<string, string> = {},
  ): void => {
    const question = { action, resource, context: this.contextOf(caller, context) };
    const identity = evaluatePolicies(this.#roles.policiesOf(caller.roleArn), question);
    if (identity !== 'allow')
      throw denied({ caller, action, resource, verdict: identity, kind: 'identity-based' });
    if (caller.sessionPolicies === undefined) return;
    const session = evaluatePolicies(caller.sessionPolicies, question);
    if (session !== 'allow') throw denied({ caller, action, resource, verdict: session, kind: 'session' });
  };

  /** The condition keys of a call: what the service gives, and the global `aws:` keys. */
  contextOf(caller: Caller, context: Record<string, string> = {}): ConditionContext {
    const now = this.#options.clock();
    const all: Record<string, string> = {
      'aws:PrincipalArn': caller.roleArn,
      'aws:PrincipalAccount': this.#options.accountId,
      'aws:CurrentTime': new Date(now).toISOString(),
      'aws:EpochTime': String(Math.floor(now / 1000)),
      'aws:RequestedRegion': this.#options.region,
      'aws:SecureTransport': 'true',
      ...(caller.sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': caller.sourceIdentity }),
      ...context,
    };
    return new Map(Object.entries(all).map(([key, value]) => [key.toLowerCase(), value]));
  }

  role(arn: string): Role | undefined {
    return this.#roles.role(arn);
  }

  roles(): Role[] {
    return this.#roles.all();
  }

  managedPolicies(): [arn: string, document: PolicyDocument][] {
    return this.#roles.managed();
  }

  managedPolicy(arn: string): PolicyDocument | undefined {
    return this.#roles.managedPolicy(arn);
  }

  /**
   * Credentials by which an AWS service, such as `lambda.amazonaws.com`, acts as one of the roles; the same ones for
   * the same role and session name.
   *
   * @throws Error when there is no such role, or when its trust policy does not let the service assume it.
   */
  actAs(roleArn: string, sessionName: string, { service, sourceArn }: ServicePrincipal): Session {
    const role = this.role(roleArn);
    if (!role) throw new Error(`No role ${roleArn} in the template.`);
    const context = new Map([['aws:sourceaccount', this.#options.accountId]]);
    if (sourceArn !== undefined) context.set('aws:sourcearn', sourceArn);
    const question = { action: 'sts:AssumeRole', resource: roleArn, context };
    if (evaluateTrust(role.trust, { service }, question) === 'denied') {
      throw new Error(`The role ${roleArn} does not trust ${service}.`);
    }
    return this.session(role, sessionName);
  }

  /** A session of a role without asking its trust policy, as tests and the operator may have. */
  session({ arn: roleArn, name }: Role, sessionName: string): Session {
    const key = `${roleArn} ${sessionName}`;
    const known = this.#sessions.get(key);
    if (known) return known;
    const principalArn = `arn:aws:sts::${this.#options.accountId}:assumed-role/${name}/${sessionName}`;
    const credentials = this.credentials.issue({ roleArn, principalArn });
    const session = { caller: { accessKeyId: credentials.accessKeyId, roleArn, principalArn }, credentials };
    this.#sessions.set(key, session);
    return session;
  }

  /** The operator of the stand-in: may do anything, as an account's administrator may. */
  operator(): Session {
    const allowAll: PolicyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
    const arn = `arn:aws:iam::${this.#options.accountId}:role/operator`;
    return this.session(this.role(arn) ?? this.addRole('operator', allowAll, { Statement: [] }), 'operator');
  }

  /** Adds a role that no template declares, with what it may do or nothing. */
  addRole(name: string, policy: PolicyDocument | undefined, trust: PolicyDocument): Role {
    const inline = new Map(policy && [['given', policy]]);
    return this.#roles.add({ name, trust, inline, managedArns: new Set(), maxSessionSeconds: 43_200 });
  }

  provision(resource: Resource): Provisioned {
    return this.#roles.provision(resource);
  }
}

interface Denial {
  caller: Caller;
  action: string;
  resource: string;
  verdict: Verdict;
  kind: 'identity-based' | 'session';
}

function denied({ caller, action, resource, verdict, kind }: Denial): AwsError {
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  const because =
    verdict === 'deny'
      ? `with an explicit deny in ${kind === 'session' ? 'a' : 'an'} ${kind} policy`
      : `because no ${kind} policy allows the ${action} action`;
  return new AwsError(
    'AccessDenied',
    `User: ${caller.principalArn} is not authorized to perform: ${action}${on} ${because}`,
    403,
  );
}
