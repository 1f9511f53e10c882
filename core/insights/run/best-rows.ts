import type { Order } from './order.ts';
import type { WorkRow } from './row.ts';
import { handOn, holdOneMore, type MakeStage } from './stage.ts';

/** The first `count` rows in the order. Holds no more than those. */
export function bestRows(count: number, order: Order): MakeStage {
  return (next) => {
    const best = new BestRows(count, order);
    return { push: (row) => best.push(row), finish: () => handOn(best.inOrder(), next) };
  };
}

/** A binary heap with the last of the best rows on top, which goes when a better one comes. */
class BestRows {
  readonly #count: number;
  readonly #order: Order;
  readonly #heap: WorkRow[] = [];

  constructor(count: number, order: Order) {
    this.#count = count;
    this.#order = order;
  }

  push(row: WorkRow): void {
    const heap = this.#heap;
    const worst = heap[0];
    if (heap.length < this.#count) {
      holdOneMore(heap.length, 'The query gives more rows than one answer');
      heap.push(row);
      // Rows in falling order are a heap.
      if (heap.length === this.#count) heap.sort((a, b) => this.#order(b, a));
    } else if (worst !== undefined && this.#order(row, worst) < 0) this.#sink(row);
  }

  inOrder(): WorkRow[] {
    return this.#heap.sort(this.#order);
  }

  /** Puts a row on top, and moves it down as long as a child is behind it in the order. */
  #sink(row: WorkRow): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const left = heap[below];
      const right = heap[below + 1];
      if (left === undefined) break;
      if (right !== undefined && this.#order(right, left) > 0) below += 1;
      const child = heap[below] ?? left;
      if (this.#order(child, row) <= 0) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = row;
  }
}
