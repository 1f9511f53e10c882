import { hex } from '../../hex.ts';
import type { Sha256 } from './merkle.ts';

/**
 * Signed notes (C2SP signed-note): a text, a blank line, and signatures by name. Only Ed25519 is used here.
 */
export interface NoteKey {
  /** Names the log; no blanks and no plus signs. */
  readonly name: string;
  /** The 32 bytes of an Ed25519 public key (RFC 8032). */
  readonly publicKey: Uint8Array;
}

/** Whether an Ed25519 signature of the bytes is by this public key (RFC 8032). */
export type VerifySignature = (publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array) => boolean;

/** The algorithm's byte in key ids and verifier keys. */
const ed25519 = 1;
const keyIdLength = 4;
const signatureLength = 64;

/** The first four bytes of SHA-256(name, newline, algorithm, public key). */
function keyId({ name, publicKey }: NoteKey, sha256: Sha256): Uint8Array {
  const named = new TextEncoder().encode(`${name}\n`);
  return sha256(Uint8Array.of(...named, ed25519, ...publicKey)).subarray(0, keyIdLength);
}

/** The verifier key as text: `name+keyid+key`. */
export function verifierKey(key: NoteKey, sha256: Sha256): string {
  return `${key.name}+${hex(keyId(key, sha256))}+${toBase64(Uint8Array.of(ed25519, ...key.publicKey))}`;
}

/** @returns undefined for a text that is no verifier key, or whose key id is wrong */
export function parseVerifierKey(text: string, sha256: Sha256): NoteKey | undefined {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})\s*$/.exec(text) ?? [];
  if (name === undefined || encoded === undefined) return undefined;
  const bytes = fromBase64(encoded);
  if (bytes?.length !== 33 || bytes[0] !== ed25519) return undefined;
  const key = { name, publicKey: bytes.subarray(1) };
  return verifierKey(key, sha256).startsWith(`${name}+${id}+`) ? key : undefined;
}

/** Puts a signature of the text's UTF-8 bytes below it. The text ends with a newline. */
export function signedNote(text: string, signature: Uint8Array, key: NoteKey, sha256: Sha256): string {
  if (!text.endsWith('\n')) throw new RangeError('The text of a note ends with a newline');
  const line = toBase64(Uint8Array.of(...keyId(key, sha256), ...signature));
  return `${text}\n— ${key.name} ${line}\n`;
}

/** A note's text and the signature that this key is said to have made; undefined if there is none of it. */
export function openNote(
  note: string,
  key: NoteKey,
  sha256: Sha256,
): { text: string; signature: Uint8Array } | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const id = keyId(key, sha256);
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = encoded === undefined ? undefined : fromBase64(encoded);
    if (name !== key.name || bytes?.length !== keyIdLength + signatureLength) continue;
    if (id.every((byte, at) => byte === bytes[at])) {
      return { text: note.slice(0, split + 1), signature: bytes.subarray(keyIdLength) };
    }
  }
  return undefined;
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** @returns undefined for a text that is not the one base 64 of anything */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    const characters = atob(text);
    // Blanks and bits behind the end mean nothing to `atob`; with them many texts would be one.
    if (btoa(characters) !== text) return undefined;
    return Uint8Array.from(characters, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
