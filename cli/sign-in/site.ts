import * as z from 'zod';
import { CliError, isNetworkFailure, unreachable } from '../errors.ts';

/** Where the local stand-in listens. */
export const localUrl = 'http://127.0.0.1:4800';

const siteSchema = z.object({
  issuer: z.url(),
  clientId: z.string().min(1),
  audience: z.string().min(1),
  siteUrl: z.url(),
});
export type Site = z.infer<typeof siteSchema>;

const timeoutMs = 15_000;

/** Asks a Vitrine site who signs its people in. */
export async function fetchSite(url: string): Promise<Site> {
  let answer: unknown;
  try {
    const response = await fetch(`${url}/config.json`, { signal: AbortSignal.timeout(timeoutMs) });
    answer = response.ok ? await response.json() : undefined;
  } catch (error) {
    if (isNetworkFailure(error)) throw unreachable(url, error);
    if (!(error instanceof SyntaxError)) throw error;
  }
  const parsed = siteSchema.safeParse(answer);
  if (!parsed.success) {
    throw new CliError('unexpected-answer', `${url}/config.json is not that of a Vitrine site; check --url`);
  }
  return parsed.data;
}

/**
 * Reads a site's address as an origin.
 * @throws {CliError} for anything that is not one, and for plain HTTP beyond this machine: tokens would be readable on the way.
 */
export function siteOrigin(text: string): string {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new CliError(
      'usage',
      `"${text}" is no address of a site; it looks like https://vitrine.example.com`,
    );
  }
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    throw new CliError('usage', `"${text}" has more than an origin; use ${url.origin}`);
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new CliError('usage', `"${text}" is not encrypted; use https://${url.host}`);
  }
  return url.origin;
}

/** Whether an address is on this machine, so that nobody listens on the way. */
export function isLoopback(url: URL): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}
