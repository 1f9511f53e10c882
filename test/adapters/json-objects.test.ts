import { describe, expect, it } from 'vitest';
import { JsonObjects } from '../../adapters/files/json-objects.ts';

const listing = {
  Versions: [
    { Key: 'a "quoted" {key}]\\', Owner: { DisplayName: '}{' }, Size: 1, ChecksumAlgorithm: ['SHA256'] },
    { Key: 'ü–🙂', Size: 0 },
  ],
  DeleteMarkers: [{ Key: 'c' }],
  RequestCharged: null,
};
const objects = [...listing.Versions, ...listing.DeleteMarkers];

/** All objects in a text that arrives in pieces of so many bytes. */
function objectsOf(text: string, depth: number, pieceBytes: number): unknown[] {
  const cutter = new JsonObjects(depth);
  const bytes = Buffer.from(text);
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    texts.push(...cutter.push(bytes.subarray(at, at + pieceBytes)));
  }
  cutter.end();
  return texts.map((each) => JSON.parse(each));
}

describe('cutting a listing into its objects', () => {
  it('finds them however the text arrives, and however it is laid out', () => {
    for (let pieceBytes = 1; pieceBytes < 80; pieceBytes += 1) {
      expect(objectsOf(JSON.stringify(listing, null, 4), 2, pieceBytes)).toEqual(objects);
      expect(objectsOf(JSON.stringify(listing), 2, pieceBytes)).toEqual(objects);
      const lines = objects.map((object) => `${JSON.stringify(object)}\n`).join('');
      expect(objectsOf(lines, 0, pieceBytes)).toEqual(objects);
    }
  });

  it('says when a text ends too early', () => {
    const text = JSON.stringify(listing);
    for (let length = 1; length < text.length; length += 1) {
      expect(() => objectsOf(text.slice(0, length), 2, 50)).toThrow('it ends in the middle');
    }
  });

  it('holds no object that is longer than any of a listing', () => {
    expect(() => objectsOf(`{"Key":"${'x'.repeat(70_000)}"`, 0, 10_000)).toThrow('longer than 65536 bytes');
  });
});
