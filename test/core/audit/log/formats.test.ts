import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Bytes as sha256, verifyEd25519 } from '../../../../adapters/system/bytes.ts';
import { formatCheckpoint, parseCheckpoint } from '../../../../core/audit/log/checkpoint.ts';
import { formatManifest, manifestKey, parseManifest } from '../../../../core/audit/log/manifest.ts';
import { openNote, parseVerifierKey, signedNote, verifierKey } from '../../../../core/audit/log/note.ts';
import { decodeEntries, encodeEntries, entriesPath, tilePath } from '../../../../core/audit/log/tiles.ts';

describe('tiles', () => {
  it('lie where C2SP tlog-tiles says', () => {
    expect(tilePath({ level: 0, index: 0, width: 256 })).toBe('tile/0/000');
    expect(tilePath({ level: 1, index: 1_234_067, width: 256 })).toBe('tile/1/x001/x234/067');
    expect(tilePath({ level: 2, index: 1_000, width: 5 })).toBe('tile/2/x001/000.p/5');
    expect(entriesPath({ index: 273, width: 112 })).toBe('tile/entries/273.p/112');
  });
});

describe('an entry bundle', () => {
  it('gives back its entries, and nothing of one that is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1 }), (entries) => {
        const bytes = encodeEntries(entries);
        expect(decodeEntries(bytes)?.map((entry) => [...entry])).toEqual(entries.map((entry) => [...entry]));
        expect(decodeEntries(bytes.subarray(0, -1))?.length).not.toBe(entries.length);
      }),
    );
  });

  it('refuses an entry whose length does not fit', () => {
    expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow('65536 bytes');
  });
});

describe('a signed note', () => {
  /** The key of the example in golang.org/x/mod/sumdb/note. */
  const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const signed =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n" +
    '\n' +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  it('has the key that Go’s sumdb has, and is opened by it', () => {
    const key = parseVerifierKey(peter, sha256);
    if (!key) throw new Error('the key is none');
    expect(verifierKey(key, sha256)).toBe(peter);
    const opened = openNote(signed, key, sha256);
    expect(opened?.text.startsWith('If you think')).toBe(true);
    expect(opened?.text.endsWith('is.\n')).toBe(true);
    if (!opened) throw new Error('the note is not opened');
    expect(signedNote(opened.text, opened.signature, key, sha256)).toBe(signed);
    expect(verifyEd25519(key.publicKey, Buffer.from(opened.text), opened.signature)).toBe(true);
    expect(verifyEd25519(key.publicKey, Buffer.from(`${opened.text}\n`), opened.signature)).toBe(false);
  });

  it('is not opened by another name or another key', () => {
    const key = parseVerifierKey(peter, sha256);
    if (!key) throw new Error('the key is none');
    expect(openNote(signed, { ...key, name: 'another' }, sha256)).toBeUndefined();
    expect(openNote(signed, { ...key, publicKey: new Uint8Array(32) }, sha256)).toBeUndefined();
    expect(openNote('no note', key, sha256)).toBeUndefined();
  });

  it.each(['', 'name', peter.replace('c74f', 'c74e'), peter.replace('+AR', '+AhR'), `${peter}x`])(
    'has no key in %j',
    (text) => expect(parseVerifierKey(text, sha256)).toBeUndefined(),
  );

  it('refuses a text without an end', () => {
    const key = { name: 'n', publicKey: new Uint8Array(32) };
    expect(() => signedNote('text', new Uint8Array(64), key, sha256)).toThrow('ends with a newline');
  });
});

describe('a checkpoint', () => {
  const checkpoint = {
    origin: 'example',
    size: 7,
    root: Uint8Array.from(sha256(new Uint8Array())),
    time: '2026-11-27T01:02:03.004Z',
  };
  const text = 'example\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\ntime 2026-11-27T01:02:03.004Z\n';

  it('is written as C2SP tlog-checkpoint says, with its time', () => {
    expect(formatCheckpoint(checkpoint)).toBe(text);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
  });

  it.each([
    '',
    text.replace('7\n', '07\n'),
    text.replace('7\n', '-7\n'),
    text.replace('47DE', '47D'),
    text.replace('time', 'at'),
    text.replace('Z\n', 'Z'),
    `${text}more\n`,
  ])('is not read from %j', (other) => expect(parseCheckpoint(other)).toBeUndefined());
});

describe('a manifest', () => {
  const entry = { key: 'events/dt=2026-11-27/A.json', versionId: 'v1', sha256: 'ab'.repeat(32) };

  it('names its first place so that keys sort by it', () => {
    expect(manifestKey(12)).toBe('log/seq/000000000000012.json');
  });

  it('gives back what was written', () => {
    const manifest = { first: 3, entries: [entry, { ...entry, versionId: 'v"2' }] };
    expect(parseManifest(formatManifest(manifest))).toEqual(manifest);
  });

  it.each([
    '',
    '{}',
    formatManifest({ first: 0, entries: [] }),
    formatManifest({ first: -1, entries: [entry] }),
  ])('is not read from %j', (text) => expect(parseManifest(text)).toBeUndefined());
});
