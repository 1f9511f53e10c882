import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

interface Below {
  Bucket: string;
  Prefix: string;
  Delimiter?: string;
}

/** Lists the versions and delete markers below a prefix; the SDK has no paginator for it. */
export async function* versionPages(
  client: S3Client,
  below: Below,
): AsyncGenerator<ListObjectVersionsCommandOutput> {
  let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ ...below, ...after }));
    yield page;
    if (!page.IsTruncated) return;
    after = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}
