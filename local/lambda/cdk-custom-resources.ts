import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { AwsService, Caller, Resource } from '../aws/types.ts';
import type { Iam } from '../iam/iam.ts';
import { type Provisioned, type Provisioner, unknownProperties } from '../provisioner.ts';

export interface BucketDeploymentOptions {
  s3: AwsService;
  iam: Iam;
  assets: ReadonlyMap<string, string>;
}

const KNOWN = [
  'DestinationBucketKeyPrefix',
  'DestinationBucketName',
  'DistributionId',
  'DistributionPaths',
  'OutputObjectKeys',
  'ServiceToken',
  'SourceBucketNames',
  'SourceMarkers',
  'SourceMarkersConfig',
  'SourceObjectKeys',
  'SystemMetadata',
];

/**
 * CDK's custom resources, played natively: `BucketDeployment` copies its sources into the bucket, and emptying
 * buckets at deletion has nothing to do, since nothing is deleted here.
 */
export class CdkCustomResources implements Provisioner {
  readonly types = ['Custom::CDKBucketDeployment', 'Custom::S3AutoDeleteObjects'] as const;
  readonly #options: BucketDeploymentOptions;

  constructor(options: BucketDeploymentOptions) {
    this.#options = options;
  }

  async provision(resource: Resource): Promise<Provisioned> {
    if (resource.type === 'Custom::S3AutoDeleteObjects') return { ref: resource.logicalId, attributes: {} };
    const { properties } = resource;
    const bucket = String(properties['DestinationBucketName']);
    // The Python function whose role would do this is not run: it is done by the operator.
    const { caller } = this.#options.iam.operator();
    const keys = strings(properties['SourceObjectKeys']);
    for (const [index, key] of keys.entries()) {
      const directory = this.#options.assets.get(key);
      if (directory === undefined || !statSync(directory).isDirectory()) {
        throw new Error(`Its source ${key} is no folder of the cloud assembly.`);
      }
      for (const file of filesIn(directory)) {
        const content = replaceMarkers(readFileSync(path.join(directory, file)), resource, index);
        await this.#put(caller, resource, bucket, file.split(path.sep).join('/'), content);
      }
    }
    return {
      ref: resource.logicalId,
      attributes: { DestinationBucketArn: `arn:aws:s3:::${bucket}`, SourceObjectKeys: keys.join(',') },
      ignored: unknownProperties(resource, KNOWN),
    };
  }

  async #put(
    caller: Caller,
    { properties }: Resource,
    bucket: string,
    file: string,
    body: Buffer,
  ): Promise<void> {
    const prefix = String(properties['DestinationBucketKeyPrefix'] ?? '').replace(/^\/|\/$/g, '');
    const key = prefix === '' ? file : `${prefix}/${file}`;
    const metadata = Object(properties['SystemMetadata']) as Record<string, string>;
    const headers: Record<string, string> = {
      'content-type': metadata['content-type'] ?? contentType(file),
      'content-length': String(body.length),
    };
    if (metadata['cache-control'] !== undefined) headers['cache-control'] = metadata['cache-control'];
    const encodedKey = key.split('/').map(encodeURIComponent).join('/');
    const response = await this.#options.s3.handle({
      caller,
      method: 'PUT',
      path: `/${bucket}/${encodedKey}`,
      query: new URLSearchParams(),
      headers,
      body,
    });
    if (response.status >= 300) throw new Error(`${key}: S3 answered ${response.status} ${response.body}.`);
  }
}

/** Deploy-time values in `Source.jsonData` and the like come as markers, to be replaced in every file of their source. */
function replaceMarkers(content: Buffer, { properties }: Resource, index: number): Buffer {
  const markers = Object((properties['SourceMarkers'] as unknown[] | undefined)?.[index]) as Record<
    string,
    unknown
  >;
  const config = Object((properties['SourceMarkersConfig'] as unknown[] | undefined)?.[index]);
  if (Object.keys(markers).length === 0) return content;
  const escapes = String((config as Record<string, unknown>)['jsonEscape']) === 'true';
  let text = content.toString('utf8');
  for (const [marker, value] of Object.entries(markers)) {
    const replacement = escapes ? JSON.stringify(String(value)).slice(1, -1) : String(value);
    text = text.replaceAll(marker, () => replacement);
  }
  return Buffer.from(text);
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)));
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/vnd.microsoft.icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

function contentType(file: string): string {
  return CONTENT_TYPES[path.extname(file)] ?? 'binary/octet-stream';
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
