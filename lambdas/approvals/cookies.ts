import { EncryptJWT, jwtDecrypt } from 'jose';
import * as z from 'zod';
import type { Keys } from '../../core/ports.ts';

/** Who signed in at the approval page, as the issuer's verified token said. */
const sessionSchema = z.object({
  id: z.string(),
  subject: z.string(),
  email: z.string().optional(),
  groups: z.array(z.string()).optional(),
});
export type Session = z.infer<typeof sessionSchema>;

/** What a sign-in under way must remember until the issuer sends the person back. */
const flowSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
});
export type Flow = z.infer<typeof flowSchema>;

const kinds = {
  session: { cookie: 'vitrine-approver', seconds: 900, schema: sessionSchema },
  flow: { cookie: 'vitrine-sign-in', seconds: 600, schema: flowSchema },
} as const;
type Kind = keyof typeof kinds;

/**
 * State of the approval pages in encrypted cookies (RFC 7516, `dir` with A256GCM): the server keeps none, the browser
 * cannot read or change any. The key comes from KMS and is never stored.
 */
export class Cookies {
  readonly #keys: Keys;
  readonly #secure: boolean;

  /** Cookies are `Secure` wherever the site is served over TLS, which on AWS it always is. */
  constructor(keys: Keys, siteUrl: string) {
    this.#keys = keys;
    this.#secure = siteUrl.startsWith('https:');
  }

  async write<K extends Kind>(kind: K, value: z.input<(typeof kinds)[K]['schema']>): Promise<string> {
    const { cookie, seconds } = kinds[kind];
    const token = await new EncryptJWT({ value })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setSubject(kind)
      .setExpirationTime(`${seconds}s`)
      .encrypt(await this.#key());
    return this.#cookie(cookie, token, seconds);
  }

  clear(kind: Kind): string {
    return this.#cookie(kinds[kind].cookie, '', 0);
  }

  /** The value of a cookie that we made and that has not expired; undefined for anything else. */
  async read<K extends Kind>(
    kind: K,
    cookies: readonly string[] | undefined,
  ): Promise<z.output<(typeof kinds)[K]['schema']> | undefined> {
    const { cookie, schema } = kinds[kind];
    const token = cookies?.find((pair) => pair.startsWith(`${cookie}=`))?.slice(cookie.length + 1);
    if (!token) return undefined;
    const key = await this.#key();
    const payload = await jwtDecrypt(token, key, { subject: kind }).then(
      (decrypted) => decrypted.payload,
      () => undefined,
    );
    return (
      payload &&
      (schema.safeParse(payload['value']).data as z.output<(typeof kinds)[K]['schema']> | undefined)
    );
  }

  #cookie(name: string, value: string, seconds: number): string {
    // Lax, as the person comes from a mail or from the issuer; forms carry a token of their own.
    const secure = this.#secure ? '; Secure' : '';
    return `${name}=${value}; Path=/approve; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;
  }

  async #key(): Promise<Uint8Array> {
    return (await this.#keys.ofGrant('approval-pages')).mac('form', 'cookies');
  }
}
