import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Caller,
  type Installation,
  type PolicyDocument,
} from '../aws/types.ts';
import type { Iam, Role } from '../iam/iam.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import { evaluateTrust } from '../iam/resource-policy.ts';
import { handleQuery, members, required } from './wire/query-protocol.ts';
import type { XmlTree } from './wire/xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
/** AssumeRole by a role's session is role chaining, which AWS limits to one hour. */
const MAX_CHAINED_SECONDS = 3600;
const MIN_SECONDS = 900;
/** Inline session policy and policy ARNs together. */
const MAX_POLICY_CHARACTERS = 2048;
const MAX_POLICY_ARNS = 10;
const NAME = /^[\w+=,.@-]{2,64}$/;

/** STS of the stand-in: sessions of the template's roles, minted as trust and session policies say. */
export class Sts implements AwsService {
  readonly signingName = 'sts';
  readonly #installation: Installation;
  readonly #iam: Iam;

  constructor(installation: Installation, iam: Iam) {
    this.#installation = installation;
    this.#iam = iam;
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    return handleQuery(request, {
      namespace: NAMESPACE,
      deniedCode: 'AccessDenied',
      operations: {
        AssumeRole: (input, caller) => this.#assumeRole(input, caller),
        GetCallerIdentity: (_, caller) => this.#identity(caller),
      },
    });
  }

  /** Needs no permission, on AWS as here. */
  #identity(caller: Caller): XmlTree {
    const userId = `${caller.accessKeyId}:${caller.principalArn.split('/').at(-1)}`;
    return { Arn: caller.principalArn, UserId: userId, Account: this.#installation.accountId };
  }

  #assumeRole(input: URLSearchParams, caller: Caller): XmlTree {
    const roleArn = required(input, 'RoleArn');
    const sessionName = assertName('RoleSessionName', required(input, 'RoleSessionName'));
    const sourceIdentity = this.#sourceIdentity(input, caller);
    const role = this.#iam.role(roleArn);
    const actions = [
      'sts:AssumeRole',
      ...(input.has('SourceIdentity') ? ['sts:SetSourceIdentity'] : []),
      ...(input.has('Tags.member.1.Key') ? ['sts:TagSession'] : []),
    ];
    const context: Record<string, string> = {
      'sts:RoleSessionName': sessionName,
      ...(input.has('SourceIdentity') ? { 'sts:SourceIdentity': sourceIdentity ?? '' } : {}),
      ...(input.has('ExternalId') ? { 'sts:ExternalId': input.get('ExternalId') ?? '' } : {}),
    };
    for (const action of actions) this.#authorize(caller, action, { role, roleArn, context });
    if (!role) throw denied(caller, 'sts:AssumeRole', roleArn);
    const seconds = durationSeconds(input, caller, role);
    const { policies, characters } = this.#sessionPolicies(input);
    const expiresAt = this.#installation.clock() + seconds * 1000;
    const principalArn = `arn:aws:sts::${this.#installation.accountId}:assumed-role/${role.name}/${sessionName}`;
    const credentials = this.#iam.credentials.issue({
      roleArn,
      principalArn,
      ...(policies.length === 0 ? {} : { sessionPolicies: policies }),
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      expiresAt,
    });
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(expiresAt).toISOString(),
      },
      AssumedRoleUser: { Arn: principalArn, AssumedRoleId: `${credentials.accessKeyId}:${sessionName}` },
      PackedPolicySize: characters === 0 ? undefined : Math.ceil((100 * characters) / MAX_POLICY_CHARACTERS),
      SourceIdentity: sourceIdentity,
    };
  }

  /** A trust policy that names the caller suffices; one that names the account asks the caller's own policies too. */
  #authorize(
    caller: Caller,
    action: string,
    on: { role: Role | undefined; roleArn: string; context: Record<string, string> },
  ): void {
    const question = {
      action,
      resource: on.roleArn,
      context: this.#iam.contextOf(caller, on.context),
    };
    const trusted = on.role ? evaluateTrust(on.role.trust, { caller }, question) : 'denied';
    // The same answer for a role that does not exist, so that names cannot be tried out.
    if (trusted === 'denied') throw denied(caller, action, on.roleArn);
    if (trusted === 'account') this.#installation.authorize(caller, action, on.roleArn, on.context);
  }

  /** Set once, a source identity stays through every further session. */
  #sourceIdentity(input: URLSearchParams, caller: Caller): string | undefined {
    const asked = input.get('SourceIdentity');
    if (asked === null) return caller.sourceIdentity;
    if (caller.sourceIdentity !== undefined && caller.sourceIdentity !== asked) {
      throw new AwsError(
        'AccessDenied',
        `The source identity ${caller.sourceIdentity} cannot be changed.`,
        403,
      );
    }
    return assertName('SourceIdentity', asked);
  }

  #sessionPolicies(input: URLSearchParams): { policies: PolicyDocument[]; characters: number } {
    const inline = input.get('Policy');
    const arns = members(input, 'PolicyArns.member', '.arn');
    if (arns.length > MAX_POLICY_ARNS) {
      throw new AwsError(
        'ValidationError',
        `At most ${MAX_POLICY_ARNS} PolicyArns are taken, got ${arns.length}.`,
      );
    }
    const characters = arns.reduce((sum, arn) => sum + arn.length, inline?.length ?? 0);
    if (characters > MAX_POLICY_CHARACTERS) {
      throw new AwsError(
        'PackedPolicyTooLarge',
        `Policy and PolicyArns take ${characters} characters together; ${MAX_POLICY_CHARACTERS} are allowed.`,
      );
    }
    const managed = arns.map((arn) => {
      const policy = this.#iam.managedPolicy(arn);
      if (!policy) throw new AwsError('ValidationError', `There is no managed policy ${arn}.`);
      return policy;
    });
    return {
      policies: inline === null ? managed : [...managed, parsePolicy(inline, 'The session policy')],
      characters,
    };
  }
}

export function createSts(installation: Installation, iam: Iam): Sts {
  return new Sts(installation, iam);
}

function durationSeconds(input: URLSearchParams, caller: Caller, role: Role): number {
  const asked = input.get('DurationSeconds');
  const seconds = asked === null ? 3600 : Number(asked);
  if (!Number.isSafeInteger(seconds) || seconds < MIN_SECONDS || seconds > role.maxSessionSeconds) {
    throw new AwsError(
      'ValidationError',
      `DurationSeconds must be from ${MIN_SECONDS} to the role's MaxSessionDuration of ${role.maxSessionSeconds}, got ${asked}.`,
    );
  }
  if (seconds > MAX_CHAINED_SECONDS && caller.principalArn.includes(':assumed-role/')) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  return seconds;
}

function assertName(field: string, value: string): string {
  if (NAME.test(value)) return value;
  throw new AwsError(
    'ValidationError',
    `${field} must match [\\w+=,.@-]{2,64}, got ${JSON.stringify(value)}.`,
  );
}

function denied(caller: Caller, action: string, roleArn: string): AwsError {
  const message = `User: ${caller.principalArn} is not authorized to perform: ${action} on resource: ${roleArn}`;
  return new AwsError('AccessDenied', message, 403);
}
