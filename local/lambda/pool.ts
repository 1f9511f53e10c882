import type { Instance } from './instance.ts';

/** More threads than this per function would only take turns on the machine's cores, and cost memory. */
const MAX_INSTANCES = 4;
const MAX_WAITING = 1_000;
const IDLE_MS = 120_000;

/** The execution environments of one function: made on demand, kept warm, at most four. */
export class Pool {
  readonly #create: () => Instance;
  readonly #idle: Instance[] = [];
  readonly #busy = new Set<Instance>();
  readonly #waiting: ((instance: Instance) => void)[] = [];
  #closed = false;

  constructor(create: () => Instance) {
    this.#create = create;
  }

  /** Runs `work` with an environment of its own; `throttled` when too many already wait. */
  async use<T>(work: (instance: Instance) => Promise<T>): Promise<T | 'throttled'> {
    if (this.#closed || this.#waiting.length >= MAX_WAITING) return 'throttled';
    const instance = this.#take() ?? (await new Promise<Instance>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(instance);
    } finally {
      this.#busy.delete(instance);
      if (!instance.broken) this.#idle.push(instance);
      this.#wakeNext();
    }
  }

  /** Ends environments that nobody has used for two minutes. */
  reap(): void {
    const horizon = performance.now() - IDLE_MS;
    for (const instance of this.#idle.filter(({ idleSince }) => idleSince < horizon)) {
      this.#idle.splice(this.#idle.indexOf(instance), 1);
      void instance.end();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#idle, ...this.#busy].map((instance) => instance.end()));
  }

  #take(): Instance | undefined {
    let instance = this.#idle.pop();
    while (instance?.broken) instance = this.#idle.pop();
    if (!instance && this.#busy.size < MAX_INSTANCES) instance = this.#create();
    if (instance) this.#busy.add(instance);
    return instance;
  }

  #wakeNext(): void {
    const next = this.#waiting[0];
    const instance = next && this.#take();
    if (!instance) return;
    this.#waiting.shift();
    next(instance);
  }
}
