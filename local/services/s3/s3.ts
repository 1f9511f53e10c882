import { join } from 'node:path';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Caller,
  type Installation,
  type PolicyDocument,
  type Resource,
} from '../../aws/types.ts';
import type { Iam } from '../../iam/iam.ts';
import { evaluateResourcePolicy } from '../../iam/resource-policy.ts';
import { type Provisioned, type Provisioner, unknownProperties } from '../../provisioner.ts';
import { fileName } from '../wire/files.ts';
import { policyDocument, text } from '../wire/input.ts';
import { xmlDocument } from '../wire/xml.ts';
import { Bucket, type ObjectVersion } from './bucket.ts';
import { BUCKET_PROPERTIES, bucketName, bucketSettings } from './bucket-properties.ts';
import { NoSuchKey, type S3Call, type S3Operation, xmlAnswer } from './call.ts';
import { deleteObject, deleteObjects } from './delete-object.ts';
import { getObject } from './get-object.ts';
import { listObjectsV2, listObjectVersions } from './list-operations.ts';
import {
  getObjectLegalHold,
  getObjectLockConfiguration,
  getObjectRetention,
  putObjectLegalHold,
  putObjectRetention,
} from './lock-operations.ts';
import { copyObject, putObject } from './put-object.ts';

/** S3 of the stand-in: buckets of the template with versions and Object Lock, kept as files. */
export class S3 implements AwsService, Provisioner {
  readonly signingName = 's3';
  readonly types = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'] as const;
  readonly #installation: Installation;
  readonly #iam: Pick<Iam, 'contextOf'>;
  readonly #buckets = new Map<string, Bucket>();
  readonly #policies = new Map<string, PolicyDocument>();

  constructor(installation: Installation, iam: Pick<Iam, 'contextOf'>) {
    this.#installation = installation;
    this.#iam = iam;
  }

  /** Direct access for parts of the stand-in that AWS would let in by service principal. */
  bucket(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** Stores an object as an AWS service would (access logs, query results, deployed assets). */
  write(bucketName: string, key: string, data: Buffer, contentType: string): ObjectVersion {
    const bucket = this.#bucketOrThrow(bucketName);
    const headers = { 'content-type': contentType };
    return bucket.put(key, data, { headers, checksums: {} }, this.#installation.clock());
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      const { bucketName, key } = splitPath(request.path);
      const call = this.#call(request, bucketName, key);
      return chooseOperation(request, key)(call);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return errorAnswer(error, request.method === 'HEAD');
    }
  }

  provision(resource: Resource): Provisioned {
    if (resource.type === 'AWS::S3::BucketPolicy') return this.#provisionPolicy(resource);
    const name = bucketName(resource);
    const folder = join(this.#installation.dataDir, 's3', fileName(name));
    this.#buckets.set(name, new Bucket(name, bucketSettings(resource), folder));
    const { region } = this.#installation;
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
        DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
        WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
      },
      ignored: unknownProperties(resource, BUCKET_PROPERTIES),
    };
  }

  #provisionPolicy(resource: Resource): Provisioned {
    const name = text(resource.properties, 'Bucket');
    this.#policies.set(name, policyDocument(resource.properties, 'PolicyDocument'));
    return { ref: name, attributes: {}, ignored: unknownProperties(resource, ['Bucket', 'PolicyDocument']) };
  }

  #call(request: AwsRequest, bucketName: string, key: string): S3Call {
    const arn = `arn:aws:s3:::${bucketName}${key === '' ? '' : `/${key}`}`;
    const authorize = (action: string, context: Record<string, string> = {}): void => {
      this.#authorize(request.caller, action, { bucketName, arn, context });
    };
    const call: S3Call = {
      request,
      bucket: this.#bucketOrThrow(bucketName),
      key,
      now: this.#installation.clock(),
      authorize,
      allows: (action, context) => isAllowed(() => authorize(action, context)),
      dropPolicy: () => void this.#policies.delete(bucketName),
      on: (otherKey, otherBucket = bucketName) => this.#call(request, otherBucket, otherKey),
    };
    return call;
  }

  /** The bucket's policy can only take away here: within one account an identity policy is what gives. */
  #authorize(
    caller: Caller,
    action: string,
    on: { bucketName: string; arn: string; context: Record<string, string> },
  ): void {
    const policy = this.#policies.get(on.bucketName);
    const question = { action, resource: on.arn, context: this.#iam.contextOf(caller, on.context) };
    if (policy && evaluateResourcePolicy(policy, { caller }, question) === 'deny') {
      const words = 'with an explicit deny in a resource-based policy';
      const who = `User: ${caller.principalArn} is not authorized to perform: ${action}`;
      throw new AwsError('AccessDenied', `${who} on resource: "${on.arn}" ${words}`, 403);
    }
    this.#installation.authorize(caller, action, on.arn, on.context);
  }

  #bucketOrThrow(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket) throw new AwsError('NoSuchBucket', `The specified bucket does not exist: ${name}`, 404);
    return bucket;
  }
}

export function createS3(installation: Installation, iam: Pick<Iam, 'contextOf'>): S3 {
  return new S3(installation, iam);
}

/** Operations by method and sub-resource; the first sub-resource that the query names decides. */
const OBJECT_OPERATIONS: Readonly<Record<string, S3Operation>> = {
  'PUT retention': putObjectRetention,
  'GET retention': getObjectRetention,
  'PUT legal-hold': putObjectLegalHold,
  'GET legal-hold': getObjectLegalHold,
  'GET ': getObject,
  'HEAD ': getObject,
  'DELETE ': deleteObject,
};
const BUCKET_OPERATIONS: Readonly<Record<string, S3Operation>> = {
  'GET versions': listObjectVersions,
  'GET versioning': getBucketVersioning,
  'GET object-lock': getObjectLockConfiguration,
  'GET location': getBucketLocation,
  'POST delete': deleteObjects,
  'DELETE policy': deleteBucketPolicy,
  'HEAD ': headBucket,
};
const SUBRESOURCES =
  /^(retention|legal-hold|versions|versioning|object-lock|location|delete|uploads|uploadId|acl|tagging|policy|attributes)$/;

function chooseOperation(request: AwsRequest, key: string): S3Operation {
  const subresource = [...request.query.keys()].find((name) => SUBRESOURCES.test(name)) ?? '';
  const id = `${request.method} ${subresource}`;
  if (key !== '' && id === 'PUT ') {
    return request.headers['x-amz-copy-source'] === undefined ? putObject : copyObject;
  }
  if (key === '' && id === 'GET ' && request.query.get('list-type') === '2') return listObjectsV2;
  const operation = (key === '' ? BUCKET_OPERATIONS : OBJECT_OPERATIONS)[id];
  if (operation) return operation;
  throw new AwsError(
    'NotImplemented',
    `${id.trim()} on ${key === '' ? 'a bucket' : 'an object'} is not played here.`,
    501,
  );
}

function getBucketVersioning(call: S3Call): AwsResponse {
  call.authorize('s3:GetBucketVersioning');
  const { versioned } = call.bucket.settings;
  return xmlAnswer('VersioningConfiguration', versioned ? { Status: 'Enabled' } : {});
}

function getBucketLocation(call: S3Call): AwsResponse {
  call.authorize('s3:GetBucketLocation');
  return xmlAnswer('LocationConstraint', '');
}

function deleteBucketPolicy(call: S3Call): AwsResponse {
  call.authorize('s3:DeleteBucketPolicy');
  call.dropPolicy();
  return { status: 204 };
}

function headBucket(call: S3Call): AwsResponse {
  call.authorize('s3:ListBucket');
  return { status: 200 };
}

function splitPath(path: string): { bucketName: string; key: string } {
  const [, bucketName = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  try {
    return { bucketName: decodeURIComponent(bucketName), key: decodeURIComponent(key) };
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

function isAllowed(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

function errorAnswer(error: AwsError, head: boolean): AwsResponse {
  const marker = error instanceof NoSuchKey ? error.marker : undefined;
  const headers: Record<string, string> = { 'content-type': 'application/xml' };
  if (marker) {
    headers['x-amz-delete-marker'] = 'true';
    headers['x-amz-version-id'] = marker.versionId;
  }
  if (head) return { status: error.status, headers };
  return {
    status: error.status,
    headers,
    body: xmlDocument('Error', { Code: error.code, Message: error.message }),
  };
}
