import * as z from 'zod';

const siteConfigSchema = z.object({
  issuer: z.url(),
  clientId: z.string().min(1),
  audience: z.string().min(1),
  siteUrl: z.url(),
});
export type SiteConfig = z.output<typeof siteConfigSchema>;

/**
 * Reads what the deployment wrote beside the app.
 * @throws when it cannot be fetched or is not complete; the message names the field.
 */
export async function loadSiteConfig(): Promise<SiteConfig> {
  const response = await fetch('/config.json', { cache: 'no-cache', signal: AbortSignal.timeout(15_000) });
  if (!response.ok) throw new Error(`/config.json: the server answered ${response.status}.`);
  return parseSiteConfig(await response.json());
}

/** @throws naming every field that is missing or wrong. */
export function parseSiteConfig(value: unknown): SiteConfig {
  const parsed = siteConfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'all of it'}: ${issue.message}`,
  );
  throw new Error(`/config.json is not complete: ${fields.join('; ')}`);
}
