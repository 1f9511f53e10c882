/** For formats that no page of their issuer’s is known to describe. */
export const publicExamples = 'Public examples only';

/** For formats whose issuer’s pages have not been searched yet. */
export const unsearched = 'Public examples only; the issuer’s documentation has not been searched';

/** The issuer’s page says what the credential is for, but shows no format, or not all of it. */
export function seenOnly(page: string): string {
  return `${page}; format seen in public examples only`;
}
