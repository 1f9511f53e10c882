const mask = /\[([a-z0-9_.-]{1,40}):(?:[0-9a-hjkmnp-tv-z]{12}|…)\]/g;

/** How many redacted values stand in these texts, by type. */
export function countMasks(texts: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) {
    for (const [, type = ''] of text.matchAll(mask)) counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

/** The text with every mask replaced. */
export function replaceMasks(text: string, replace: (type: string, pseudonym: string) => string): string {
  return text.replace(mask, (whole: string, type: string) => replace(type, whole.slice(type.length + 2, -1)));
}
