/** What every AWS service of the stand-in is given and gives back. */

/** A policy document as IAM writes it, with intrinsics already resolved. */
export interface PolicyDocument {
  Version?: string;
  Statement: PolicyStatement[] | PolicyStatement;
}

export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: unknown;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, string | string[] | boolean>>;
}

/** Who signed a call: a role of the template, or a session of one. */
export interface Caller {
  accessKeyId: string;
  /** `arn:aws:iam::ACCOUNT:role/NAME` of the role behind the session. */
  roleArn: string;
  /** `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`, or the user ARN of the operator. */
  principalArn: string;
  /** Session policies given to AssumeRole (inline text and managed ARNs); access is the intersection with the role's own. */
  sessionPolicies?: PolicyDocument[];
  sourceIdentity?: string;
  /** Milliseconds since the epoch; absent for the long-lived operator. */
  expiresAt?: number;
}

export interface AwsRequest {
  caller: Caller;
  method: string;
  /** Percent-encoded path as received, without the query. */
  path: string;
  query: URLSearchParams;
  /** Lower-cased names. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface AwsResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Throws an {@link AwsError} `AccessDenied` unless the caller's policies allow it. */
type Authorize = (caller: Caller, action: string, resource: string, context?: Record<string, string>) => void;

export interface AwsService {
  /** The service name in the SigV4 credential scope, e.g. `s3`, `logs`, `states`. */
  readonly signingName: string;
  handle(request: AwsRequest): Promise<AwsResponse>;
}

/** A modelled error of an AWS service; each service renders it in its own wire format. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** One resource of the template, its properties resolved, as handed to whoever plays its type. */
export interface Resource {
  /** Of the stack that it is in, if it is in one. */
  stackName?: string;
  logicalId: string;
  type: string;
  properties: Record<string, unknown>;
}

/** Values that the running stack shares with its services. */
export interface Installation {
  accountId: string;
  region: string;
  /** `http://127.0.0.1:PORT`, no trailing slash. */
  endpoint: string;
  /** Folder that holds all state. */
  dataDir: string;
  clock: () => number;
  authorize: Authorize;
}
