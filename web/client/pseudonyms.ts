type Piece = { text: string } | { text: string; type: string };

/** Splits redacted text at the pseudonyms in it, such as `[email:7k2f9qx3m1bw]`, for showing them as what they are. */
export function splitPseudonyms(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(/\[([a-z0-9_.-]{1,40}):(?:[0-9a-z]{12}|…)\]/g)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: match[0], type: match[1] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}
