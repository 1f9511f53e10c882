import type { AwsService, Caller } from '../aws/types.ts';
import type { Origin } from './distribution.ts';

/** A bucket as an origin, read as the distribution's origin access control would. */
export function s3Origin(s3: AwsService, caller: Caller, bucket: string): Origin {
  return async (request) => {
    const response = await s3.handle({
      caller,
      method: request.method,
      path: `/${bucket}${request.path}`,
      query: new URLSearchParams(),
      headers: pick(request.headers, ['range', 'if-none-match', 'if-modified-since']),
      body: Buffer.alloc(0),
    });
    return {
      status: response.status,
      ...(response.body === undefined ? {} : { body: response.body }),
      headers: visible(response.headers ?? {}),
    };
  };
}

/** Object metadata that a browser needs; S3's own `x-amz-` headers stay behind. */
function visible(headers: Record<string, string>): Record<string, string> {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(
    lower.filter(([name]) => !name.startsWith('x-amz-') && name !== 'content-length'),
  );
}

function pick(headers: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
