import { randomBytes } from 'node:crypto';
import type { Caller } from '../aws/types.ts';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** Milliseconds since the epoch; absent for credentials that last as long as the process. */
  expiresAt?: number;
}

/** Sessions are kept until an hour after they ended, so that their use answers `ExpiredToken` and not "unknown key". */
const KEEP_EXPIRED_MS = 3_600_000;

/** All credentials in force: each access key id stands for exactly one caller. Held in memory only. */
export class CredentialStore {
  readonly #callers = new Map<string, { caller: Caller; sessionToken: string }>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Makes up credentials for a caller and remembers them. */
  issue(caller: Omit<Caller, 'accessKeyId'>): Credentials {
    this.#forgetLongExpired();
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const sessionToken = randomBytes(48).toString('base64');
    this.#callers.set(accessKeyId, { caller: { ...caller, accessKeyId }, sessionToken });
    return {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken,
      ...(caller.expiresAt === undefined ? {} : { expiresAt: caller.expiresAt }),
    };
  }

  /** The caller behind an access key id, expired or not; `undefined` when key or token are not ours. */
  find(accessKeyId: string, sessionToken: string | undefined): Caller | undefined {
    const entry = this.#callers.get(accessKeyId);
    return entry && entry.sessionToken === sessionToken ? entry.caller : undefined;
  }

  #forgetLongExpired(): void {
    const horizon = this.#clock() - KEEP_EXPIRED_MS;
    for (const [id, { caller }] of this.#callers) {
      if (caller.expiresAt !== undefined && caller.expiresAt < horizon) this.#callers.delete(id);
    }
  }
}
