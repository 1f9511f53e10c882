import { createReadStream, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { makeZip } from 'client-zip';
import { filesBelow } from './files-below.ts';

interface ZipEntry {
  name: string;
  lastModified: Date;
  input: Uint8Array | ReadableStream<Uint8Array>;
}

type Write = (bytes: Uint8Array) => Promise<void>;

/** Files of up to so many bytes are read at once, which for many small ones is several times faster. */
const smallBytes = 65_536;

/** Archives a folder under its own name or another, with the times of its files. Memory does not grow with their bytes. */
export async function zipFolder(
  folder: string,
  { name = basename(folder), write }: { name?: string; write: Write },
): Promise<void> {
  await writeZip(entriesOf(folder, name), write);
}

function* entriesOf(folder: string, name: string): Generator<ZipEntry> {
  for (const path of filesBelow(folder)) {
    const file = join(folder, path);
    const { size, mtime } = statSync(file);
    const input = size <= smallBytes ? readFileSync(file) : Readable.toWeb(createReadStream(file));
    yield { name: `${name}/${path}`, lastModified: mtime, input: input as ZipEntry['input'] };
  }
}

const endLength = 22;
const most16 = 0xffff;
const most32 = 0xffff_ffff;

/**
 * Writes an archive, its entries stored as they are. client-zip leaves out what more than 65,535 entries take at the end of an archive of less
 * than four gibibytes, so that is added here (PKWARE APPNOTE 6.3.10, sections 4.3.14 and 4.3.15).
 */
export async function writeZip(entries: Iterable<ZipEntry>, write: Write): Promise<void> {
  let count = 0;
  function* counted() {
    for (const entry of entries) {
      count += 1;
      yield entry;
    }
  }
  let length = 0;
  let end = Buffer.alloc(0);
  for await (const chunk of makeZip(counted())) {
    const bytes = Buffer.concat([end, chunk]);
    const rest = Math.max(0, bytes.length - endLength);
    await write(bytes.subarray(0, rest));
    length += rest;
    end = bytes.subarray(rest);
  }
  const directoryAt = end.readUInt32LE(16);
  if (count > most16 && directoryAt !== most32) {
    await write(largeEnd({ count, directoryAt, length }));
  }
  await write(end);
}

/** The ZIP64 end of the central directory and the record that locates it. */
function largeEnd({
  count,
  directoryAt,
  length,
}: {
  count: number;
  directoryAt: number;
  length: number;
}): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(length - directoryAt), 40);
  record.writeBigUInt64LE(BigInt(directoryAt), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(length), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}
