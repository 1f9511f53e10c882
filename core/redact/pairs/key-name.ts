/**
 * A name without case, separators and what only tells versions apart, so that one list serves `DB_PASSWORD`, `dbPassword`,
 * `db-password`, `user[password]`, `password2` and `password_confirmation`.
 */
export function compactName(name: string): string {
  let compact = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  for (let round = 0; round < 3; round += 1) {
    const shorter = compact.replace(decoration, '');
    if (shorter === compact || shorter === '') break;
    compact = shorter;
  }
  return compact;
}

const decoration =
  /(?:v?[0-9]+|confirmation|confirm|confirmed|repeat|again|new|old|current|previous|hash|hashed|digest|encrypted|plain|plaintext|text|value|base64|b64)$/;

/** All spellings in which a name of several words is met in a text: `api key` as `apikey`, `api_key`, `api-key`, `api key`, `api.key`. */
export function spellings(name: string): string[] {
  return [...new Set(['', '_', '-', ' ', '.'].map((separator) => name.replaceAll(' ', separator)))];
}
