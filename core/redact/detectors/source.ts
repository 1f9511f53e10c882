/** For formats that no page of their issuer’s is known to describe. */
export const publicExamples = 'Public examples only';

/** The issuer’s page says what the credential is for, but shows no format, or not all of it. */
export function seenOnly(page: string): string {
  return `${page}; format seen in public examples only`;
}
