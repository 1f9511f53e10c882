import { createHash, randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Clock, Digest, Ids } from '../../core/ports.ts';

/** The machine's own clock, randomness and hashing. */
export const clock: Clock = { now: () => Date.now() };

const nextUlid = monotonicFactory();

export const ids: Ids = {
  ulid: (atMs) => nextUlid(atMs),
  secret: () => randomBytes(24).toString('base64url'),
};

export const digest: Digest = { sha256: (text) => createHash('sha256').update(text).digest('hex') };
