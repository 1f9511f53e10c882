import type { Checking } from './checking.ts';
import type { Lock, ObjectVersion } from './store.ts';

/** The bytes of a version; undefined, and reported, if they cannot be had. */
export async function readObject(
  version: ObjectVersion,
  maxBytes: number,
  { store, report }: Checking,
): Promise<{ bytes: Uint8Array; lock?: Lock | 'none' | undefined } | undefined> {
  const content = await store.read(version, maxBytes);
  if (content.kind === 'bytes') return content;
  const { key, versionId } = version;
  const where = { key, ...(versionId !== undefined && { versionId }) };
  report.find(
    content.kind === 'absent'
      ? { code: 'object-unread', ...where, detail: 'listed, but not there' }
      : { code: 'object-too-large', ...where, detail: `more than ${maxBytes} bytes` },
  );
  return undefined;
}
