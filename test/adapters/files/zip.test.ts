import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../../adapters/files/zip.ts';

const lastModified = new Date(2026, 10, 27, 8, 30, 2);

/** An archive of so many small files, as somebody else's reader sees it. */
async function archived(count: number) {
  const chunks: Uint8Array[] = [];
  const bytes = (text: string) => new TextEncoder().encode(text);
  const entries = Array.from({ length: count }, (_, at) => ({
    name: `pack/évents/${at}.json`,
    lastModified,
    input: at % 2 === 0 ? bytes(`event ${at}`) : new Blob([`event ${at}`]).stream(),
  }));
  await writeZip(entries, async (chunk) => void chunks.push(Uint8Array.from(chunk)));
  return new ZipReader(new Uint8ArrayReader(Buffer.concat(chunks)), { useWebWorkers: false });
}

describe('an archive', () => {
  it.each([0, 1, 300])(
    'of %d files is read by another library, with names, times and bytes',
    async (count) => {
      const entries = await (await archived(count)).getEntries();
      expect(entries).toHaveLength(count);
      for (const [at, entry] of entries.entries()) {
        if (entry.directory) throw new Error('There are files only.');
        expect(entry.filename).toBe(`pack/évents/${at}.json`);
        expect(entry.lastModDate).toEqual(lastModified);
        const bytes = await entry.getData(new Uint8ArrayWriter(), { checkSignature: true });
        expect(new TextDecoder().decode(bytes)).toBe(`event ${at}`);
      }
    },
  );

  it('may have more files than the first form of the format can count', async () => {
    let [count, last] = [0, ''];
    for await (const { filename } of (await archived(65_537)).getEntriesGenerator()) {
      count += 1;
      last = filename;
    }
    expect({ count, last }).toEqual({ count: 65_537, last: 'pack/évents/65536.json' });
  });
});
