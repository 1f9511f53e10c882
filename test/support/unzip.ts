import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';

/** Unpacks an archive into a folder, with the times of its files. Every checksum in it is checked. */
export async function unzip(file: string, folder: string): Promise<void> {
  const zip = new ZipReader(new Uint8ArrayReader(readFileSync(file)), {
    useWebWorkers: false,
    checkSignature: true,
  });
  for (const entry of await zip.getEntries()) {
    if (entry.directory) continue;
    const to = join(folder, entry.filename);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, await entry.getData(new Uint8ArrayWriter()));
    utimesSync(to, entry.lastModDate, entry.lastModDate);
  }
  await zip.close();
}
