/** Reads one secret's text, `undefined` when there is no such secret. */
export type ReadSecret = (idOrArn: string) => string | undefined | Promise<string | undefined>;

const SECRET = /\{\{resolve:secretsmanager:(.+?):SecretString(?::([^:}]*))?(?::[^:}]*)?(?::[^:}]*)?\}\}/g;

/**
 * Replaces `{{resolve:secretsmanager:ARN:SecretString:key::}}` in every string of `value`.
 *
 * @throws Error for a secret that does not exist, or a key that it does not hold; the message never shows the secret.
 */
export async function resolveDynamicReferences<T>(value: T, readSecret: ReadSecret): Promise<T> {
  return (await walk(value, readSecret)) as T;
}

async function walk(value: unknown, readSecret: ReadSecret): Promise<unknown> {
  if (typeof value === 'string') return value.includes('{{resolve:') ? replace(value, readSecret) : value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => walk(item, readSecret)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, item]) => [key, await walk(item, readSecret)]);
  return Object.fromEntries(await Promise.all(entries));
}

async function replace(text: string, readSecret: ReadSecret): Promise<string> {
  let replaced = text;
  for (const [whole, id = '', key] of text.matchAll(SECRET)) {
    const secret = await readSecret(id);
    if (secret === undefined) throw new Error(`${whole}: no such secret.`);
    replaced = replaced.replace(whole, () => (key ? field(whole, secret, key) : secret));
  }
  if (replaced.includes('{{resolve:ssm')) throw new Error(`${text}: SSM parameters are not played here.`);
  return replaced;
}

function field(reference: string, secret: string, key: string): string {
  const parsed: unknown = JSON.parse(secret);
  const value =
    typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>)[key] : undefined;
  if (typeof value !== 'string') throw new Error(`${reference}: the secret has no such key.`);
  return value;
}
