import type { Finding } from './findings.ts';

/** What has been looked at, while verifying and in the end. */
export interface Tally {
  /** Entries of the log. */
  entries: number;
  /** Events whose bytes are those of their entry. */
  events: number;
  /** Events that are too young to be in the log. */
  pending: number;
  /** Entries whose event is old enough to have gone, and has. */
  expired: number;
  manifests: number;
  /** Heads whose signature is right. */
  checkpoints: number;
  /** Objects whose lock was checked. */
  locks: number;
  /** Files of the served log that were compared. */
  served: number;
  /** Events of the fast copy that were compared. */
  copies: number;
  /** Entries that the largest signed head promises. */
  expected: number;
  findings: number;
}

export interface Listener {
  /** Called for each finding, as soon as it is known. */
  found(finding: Finding): void;
  /** Called from time to time. */
  progressed?(tally: Readonly<Tally>): void;
}

/** Collects what the checks find. */
export class Report {
  readonly tally: Tally = {
    entries: 0,
    events: 0,
    pending: 0,
    expired: 0,
    manifests: 0,
    checkpoints: 0,
    locks: 0,
    served: 0,
    copies: 0,
    expected: 0,
    findings: 0,
  };
  readonly #listener: Listener;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  find(finding: Finding): void {
    this.tally.findings += 1;
    this.#listener.found(finding);
  }

  progress(): void {
    this.#listener.progressed?.(this.tally);
  }
}
