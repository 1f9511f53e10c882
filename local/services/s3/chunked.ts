import { AwsError } from '../../aws/types.ts';

export interface DecodedBody {
  data: Buffer;
  /** Headers that arrived after the body (checksums), lower-cased names. */
  trailers: Record<string, string>;
}

/** Whether the body is framed as `aws-chunked`, which SDKs use for streams. */
export function isChunked(headers: Readonly<Record<string, string>>): boolean {
  return (
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true ||
    headers['content-encoding']?.split(',').some((name) => name.trim() === 'aws-chunked') === true
  );
}

/**
 * Takes `aws-chunked` framing off: `hex-size[;chunk-signature=…] CRLF data CRLF`, a chunk of size 0, then trailers.
 * Signatures are not checked: the stand-in knows callers by their key id.
 *
 * @throws AwsError `IncompleteBody` when the framing is broken or the decoded length is not the stated one.
 */
export function decodeChunked(body: Buffer, statedLength: string | undefined): DecodedBody {
  const parts: Buffer[] = [];
  let offset = 0;
  // Each turn consumes at least the line of the chunk's size, so the loop ends with the body.
  while (offset < body.length) {
    const lineEnd = body.indexOf('\r\n', offset);
    const size = Number.parseInt(body.toString('latin1', offset, lineEnd).split(';')[0] ?? '', 16);
    if (lineEnd < 0 || !Number.isSafeInteger(size) || size < 0) throw incomplete('a chunk has no size');
    offset = lineEnd + 2;
    if (size === 0) {
      const data = Buffer.concat(parts);
      if (statedLength !== undefined && Number(statedLength) !== data.length) {
        throw incomplete(`${data.length} bytes arrived, ${statedLength} were announced`);
      }
      return { data, trailers: parseTrailers(body.toString('latin1', offset)) };
    }
    if (offset + size > body.length) throw incomplete('a chunk is cut off');
    parts.push(body.subarray(offset, offset + size));
    offset += size + 2;
  }
  throw incomplete('the last chunk is missing');
}

function parseTrailers(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

function incomplete(why: string): AwsError {
  return new AwsError('IncompleteBody', `The request body terminated unexpectedly: ${why}.`);
}
