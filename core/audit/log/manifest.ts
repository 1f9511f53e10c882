import * as z from 'zod';

/** An event's place in the bucket and what is there: what the log vouches for. */
export interface Entry {
  readonly key: string;
  readonly versionId: string;
  /** Of the object's bytes, in lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Commits entries to places in the log. Its key is the first place, put only where nothing is yet: that write decides between
 * ledgers that run at once, and everything else derives from it.
 */
export interface Manifest {
  readonly first: number;
  readonly entries: readonly Entry[];
}

/** Where the manifests and the signed heads lie. */
export const logPrefix = 'log/';
export const manifestPrefix = `${logPrefix}seq/`;

/** So many digits that keys sort by place. */
const digits = 15;

export function manifestKey(first: number): string {
  return `${manifestPrefix}${String(first).padStart(digits, '0')}.json`;
}

/** The bytes of an entry in the log: JSON with its names in this order and without blanks. */
export function entryBytes({ key, versionId, sha256 }: Entry): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ key, versionId, sha256 }));
}

export function formatManifest({ first, entries }: Manifest): string {
  const lines = entries.map(({ key, versionId, sha256 }) => JSON.stringify({ key, versionId, sha256 }));
  return `{"version":1,"first":${first},"entries":[\n${lines.join(',\n')}\n]}\n`;
}

const entrySchema = z.strictObject({
  key: z.string().min(1).max(1_024),
  versionId: z.string().min(1).max(1_024),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const manifestSchema = z.strictObject({
  version: z.literal(1),
  first: z.int().min(0),
  entries: z.array(entrySchema).min(1),
});

/** @returns undefined for bytes that are no entry */
export function parseEntry(bytes: Uint8Array): Entry | undefined {
  return entrySchema.safeParse(parseJson(new TextDecoder().decode(bytes))).data;
}

/** @returns undefined for a text that is no manifest */
export function parseManifest(text: string): Manifest | undefined {
  const { data } = manifestSchema.safeParse(parseJson(text));
  return data && { first: data.first, entries: data.entries };
}

/** @returns undefined for a text that is no JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
