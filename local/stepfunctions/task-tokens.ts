import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws/types.ts';
import { StatesError } from './states-error.ts';

interface Waiting {
  resolve: (output: unknown) => void;
  reject: (error: StatesError) => void;
  onHeartbeat: () => void;
}

/** As many closed tokens are remembered, so that a late answer is told `TaskTimedOut` and not `InvalidToken`. */
const MAX_CLOSED = 10_000;

/** The tasks that wait for somebody to hand back their token. */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiting>();
  readonly #closed = new Set<string>();

  create(): string {
    return randomBytes(96).toString('base64');
  }

  /** Waits until the token is handed back. The signal closes it: then the promise never settles. */
  wait(token: string, onHeartbeat: () => void, signal: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(token, { resolve, reject, onHeartbeat });
      signal.addEventListener('abort', () => this.#close(token));
    });
  }

  succeed(token: string, output: string): void {
    let parsed: unknown;
    try {
      parsed = JSON.parse(output);
    } catch {
      throw new AwsError('InvalidOutput', 'Invalid Output: the output is not valid JSON');
    }
    this.#open(token).resolve(parsed);
    this.#close(token);
  }

  fail(token: string, error: string, cause: string): void {
    this.#open(token).reject(new StatesError(error, cause));
    this.#close(token);
  }

  heartbeat(token: string): void {
    this.#open(token).onHeartbeat();
  }

  #open(token: string): Waiting {
    const waiting = this.#waiting.get(token);
    if (waiting) return waiting;
    if (this.#closed.has(token)) {
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  }

  #close(token: string): void {
    if (!this.#waiting.delete(token)) return;
    this.#closed.add(token);
    if (this.#closed.size <= MAX_CLOSED) return;
    const [oldest] = this.#closed;
    if (oldest !== undefined) this.#closed.delete(oldest);
  }
}
