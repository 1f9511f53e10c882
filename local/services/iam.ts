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
import { handleQuery, required } from './wire/query-protocol.ts';
import type { XmlTree } from './wire/xml.ts';

const NAMESPACE = 'https://iam.amazonaws.com/doc/2010-05-08/';
/** IAM may give fewer items than were asked for (IAM API reference, MaxItems); so few, that paging is never untried. */
const PAGE_ITEMS = 20;
/** Nobody here has made anything at a moment of their own. */
const CREATED = '2026-01-01T00:00:00Z';

/** One item of an answer, with the list that it belongs in. */
interface Listed {
  list: 'RoleDetailList' | 'Policies';
  item: XmlTree;
}

/** IAM's own API: who is in the account, and roles made by hand, which are gone when the stand-in ends. */
class IamApi implements AwsService {
  readonly signingName = 'iam';
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
        GetAccountAuthorizationDetails: (input, caller) => this.#details(input, caller),
        CreateRole: (input, caller) => this.#createRole(input, caller),
        PutRolePolicy: (input, caller) => this.#putRolePolicy(input, caller),
      },
    });
  }

  /** Users and groups there are none. */
  #details(input: URLSearchParams, caller: Caller): XmlTree {
    this.#installation.authorize(caller, 'iam:GetAccountAuthorizationDetails', '*');
    const all: Listed[] = [
      ...this.#iam.roles().map((role): Listed => ({ list: 'RoleDetailList', item: this.#roleDetail(role) })),
      ...this.#iam
        .managedPolicies()
        .map(([arn, document]): Listed => ({ list: 'Policies', item: policyDetail(arn, document) })),
    ];
    const from = placeOf(input.get('Marker'));
    const to = from + Math.min(PAGE_ITEMS, Number(input.get('MaxItems') ?? PAGE_ITEMS));
    const page = all.slice(from, to);
    const itemsOf = (list: Listed['list']) => ({
      member: page.filter((each) => each.list === list).map(({ item }) => item),
    });
    const isTruncated = to < all.length;
    return {
      IsTruncated: isTruncated,
      ...(isTruncated && { Marker: `after-${to}` }),
      UserDetailList: { member: [] },
      GroupDetailList: { member: [] },
      RoleDetailList: itemsOf('RoleDetailList'),
      Policies: itemsOf('Policies'),
    };
  }

  #roleDetail({ arn, name, trust, inline, managedArns }: Role): XmlTree {
    const policies = [...inline].map(([key, document]) => ({
      PolicyName: nameOf(key),
      PolicyDocument: encoded(document),
    }));
    return {
      ...described(arn, name),
      AssumeRolePolicyDocument: encoded(trust),
      RolePolicyList: { member: policies },
      AttachedManagedPolicies: {
        member: [...managedArns].map((each) => ({ PolicyName: nameOf(each), PolicyArn: each })),
      },
      InstanceProfileList: { member: [] },
    };
  }

  #createRole(input: URLSearchParams, caller: Caller): XmlTree {
    const name = required(input, 'RoleName');
    this.#installation.authorize(caller, 'iam:CreateRole', this.#arnOf(name));
    const trust = parsePolicy(required(input, 'AssumeRolePolicyDocument'), 'The trust policy');
    if (this.#iam.role(this.#arnOf(name))) {
      throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
    }
    const { arn } = this.#iam.addRole(name, undefined, trust);
    return { Role: { ...described(arn, name), AssumeRolePolicyDocument: encoded(trust) } };
  }

  #putRolePolicy(input: URLSearchParams, caller: Caller): XmlTree {
    const name = required(input, 'RoleName');
    this.#installation.authorize(caller, 'iam:PutRolePolicy', this.#arnOf(name));
    const role = this.#iam.role(this.#arnOf(name));
    if (!role) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    role.inline.set(
      required(input, 'PolicyName'),
      parsePolicy(required(input, 'PolicyDocument'), 'The policy'),
    );
    return {};
  }

  #arnOf(roleName: string): string {
    return `arn:aws:iam::${this.#installation.accountId}:role/${roleName}`;
  }
}

export function createIamApi(installation: Installation, iam: Iam): AwsService {
  return new IamApi(installation, iam);
}

function described(arn: string, name: string): XmlTree {
  return { Path: '/', RoleName: name, RoleId: `AROA${name.toUpperCase()}`, Arn: arn, CreateDate: CREATED };
}

function policyDetail(arn: string, document: PolicyDocument): XmlTree {
  const version = {
    VersionId: 'v1',
    IsDefaultVersion: true,
    Document: encoded(document),
    CreateDate: CREATED,
  };
  return {
    PolicyName: nameOf(arn),
    Arn: arn,
    DefaultVersionId: 'v1',
    PolicyVersionList: { member: [version] },
  };
}

/** Documents are percent-encoded (IAM API reference, GetAccountAuthorizationDetails; RFC 3986). */
function encoded(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document));
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function placeOf(marker: string | null): number {
  if (marker === null) return 0;
  const place = /^after-(\d{1,9})$/.exec(marker)?.[1];
  if (place === undefined) throw new AwsError('ValidationError', `The marker ${marker} is not one of ours.`);
  return Number(place);
}
