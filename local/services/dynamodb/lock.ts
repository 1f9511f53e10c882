/** Many may share it, or one has it alone; served in order of arrival, so that nobody starves. */
export class SharedLock {
  #sharers = 0;
  #alone = false;
  readonly #waiting: { alone: boolean; start: () => void }[] = [];

  async shared<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter(false);
    try {
      return await work();
    } finally {
      this.#sharers--;
      this.#admit();
    }
  }

  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter(true);
    try {
      return await work();
    } finally {
      this.#alone = false;
      this.#admit();
    }
  }

  #enter(alone: boolean): Promise<void> {
    return new Promise((start) => {
      this.#waiting.push({ alone, start });
      this.#admit();
    });
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && !this.#alone; next = this.#waiting[0]) {
      if (next.alone && this.#sharers > 0) return;
      this.#waiting.shift();
      if (next.alone) this.#alone = true;
      else this.#sharers++;
      next.start();
    }
  }
}
