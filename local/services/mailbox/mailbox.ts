import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '../../aws/types.ts';

/** One message that would have left the machine. */
export interface Mail {
  id: string;
  /** Milliseconds since the epoch. */
  sentAt: number;
  channel: 'ses' | 'sns';
  from: string;
  to: string[];
  subject: string;
  text?: string;
  html?: string;
}

/** Older messages are forgotten. */
const MAX_MAILS = 1000;

/** Keeps what SES and SNS send, in memory and in the data folder; nothing leaves the machine. */
export class Mailbox {
  readonly #clock: () => number;
  readonly #file: string;
  readonly #mails: Mail[] = [];

  constructor(installation: Pick<Installation, 'clock' | 'dataDir'>) {
    this.#clock = installation.clock;
    this.#file = join(installation.dataDir, 'mailbox.jsonl');
    if (!existsSync(this.#file)) return;
    const lines = readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'));
    this.#mails = lines.slice(-MAX_MAILS).map((line) => JSON.parse(line) as Mail);
    // The messages hold approval links: for the owner's eyes only, and no more of them than are shown.
    const kept = this.#mails.map((mail) => `${JSON.stringify(mail)}\n`).join('');
    writeFileSync(this.#file, kept, { mode: 0o600 });
  }

  deposit(mail: Omit<Mail, 'id' | 'sentAt'>): Mail {
    const deposited = { id: randomUUID(), sentAt: this.#clock(), ...mail };
    this.#mails.push(deposited);
    if (this.#mails.length > MAX_MAILS) this.#mails.shift();
    appendFileSync(this.#file, `${JSON.stringify(deposited)}\n`, { mode: 0o600 });
    return deposited;
  }

  /** Newest first; only those to an address, if one is given. */
  list(to?: string): Mail[] {
    const wanted = to?.toLowerCase();
    const mails = this.#mails.filter(
      (mail) => wanted === undefined || mail.to.some((address) => address.toLowerCase().includes(wanted)),
    );
    return mails.reverse();
  }

  find(id: string): Mail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }
}

export function createMailbox(installation: Pick<Installation, 'clock' | 'dataDir'>): Mailbox {
  return new Mailbox(installation);
}
