import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../../aws/types.ts';
import { crc32c, crc64nvme } from './crc.ts';

/** Base64 digests by algorithm, as S3 keeps them beside an object. */
export type Checksums = Partial<Record<ChecksumAlgorithm, string>>;
type ChecksumAlgorithm = keyof typeof ALGORITHMS;

const ALGORITHMS = {
  crc32: (data: Buffer) => bigEndian32(crc32(data)),
  crc32c: (data: Buffer) => bigEndian32(crc32c(data)),
  crc64nvme: (data: Buffer) => crc64nvme(data),
  sha1: (data: Buffer) => createHash('sha1').update(data).digest(),
  sha256: (data: Buffer) => createHash('sha256').update(data).digest(),
} as const;

const CHECKSUM_ALGORITHMS = Object.keys(ALGORITHMS) as ChecksumAlgorithm[];

/**
 * Checks every digest that a request states about its body, in headers or trailers.
 *
 * @returns the checksums to keep; CRC-64/NVME when the request states none, as S3 does.
 * @throws AwsError `BadDigest`, `InvalidDigest`, `XAmzContentSHA256Mismatch`
 */
export function verifyChecksums(data: Buffer, headers: Readonly<Record<string, string>>): Checksums {
  verifyContentMd5(data, headers['content-md5']);
  verifyPayloadHash(data, headers['x-amz-content-sha256']);
  const kept: Checksums = {};
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const stated = headers[`x-amz-checksum-${algorithm}`];
    if (stated === undefined) continue;
    if (ALGORITHMS[algorithm](data).toString('base64') !== stated) {
      throw new AwsError(
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
    kept[algorithm] = stated;
  }
  if (Object.keys(kept).length === 0) kept.crc64nvme = ALGORITHMS.crc64nvme(data).toString('base64');
  return kept;
}

/** Whether the request says anything by which the body can be checked; Object Lock demands it. */
export function statesIntegrity(headers: Readonly<Record<string, string>>): boolean {
  return (
    headers['content-md5'] !== undefined ||
    CHECKSUM_ALGORITHMS.some((algorithm) => headers[`x-amz-checksum-${algorithm}`] !== undefined)
  );
}

function verifyContentMd5(data: Buffer, stated: string | undefined): void {
  if (stated === undefined) return;
  if (Buffer.from(stated, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  if (createHash('md5').update(data).digest('base64') !== stated) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}

function verifyPayloadHash(data: Buffer, stated: string | undefined): void {
  // `UNSIGNED-PAYLOAD` and `STREAMING-…` say nothing about the bytes.
  if (stated === undefined || !/^[0-9a-f]{64}$/.test(stated)) return;
  if (createHash('sha256').update(data).digest('hex') !== stated) {
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
}

function bigEndian32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
