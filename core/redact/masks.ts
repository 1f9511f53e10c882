/** What stands in a redacted value's place: `[email:7k2f9qx3m1bw]`; what could not be read is `[unscanned:…]`. */
export function maskOf(type: string, pseudonym: string): string {
  return `[${type}:${pseudonym}]`;
}

export const unscannedType = 'unscanned';

/** Stands where a pseudonym would, if there is to be none. */
export const unscannedPseudonym = '…';

export const unscannedMask: string = maskOf(unscannedType, unscannedPseudonym);

const shape = /\[([a-z0-9_.-]{1,40}):(?:[0-9a-hjkmnp-tv-z]{12}|…)\]/y;

/** Tells where a mask that starts at an offset ends, or undefined if none of these types starts there. */
export type MaskReader = (text: string, at: number) => number | undefined;

export function createMaskReader(types: ReadonlySet<string>): MaskReader {
  return (text, at) => {
    if (text.charCodeAt(at) !== 0x5b) return undefined;
    shape.lastIndex = at;
    const type = shape.exec(text)?.[1];
    return type !== undefined && (types.has(type) || type === unscannedType) ? shape.lastIndex : undefined;
  };
}

/** Is the text nothing but masks, and at least one? */
export function isMasked(text: string, maskEndAt: MaskReader): boolean {
  let at: number | undefined = 0;
  while (at !== undefined && at < text.length) at = maskEndAt(text, at);
  return at !== undefined && at > 0;
}
