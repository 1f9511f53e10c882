/** A token bucket per route, as a stage's `ThrottlingRateLimit` (requests a second) and `ThrottlingBurstLimit` say. */
export class Throttle {
  readonly #ratePerSecond: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(ratePerSecond: number, burst: number) {
    this.#ratePerSecond = ratePerSecond;
    this.#burst = burst;
  }

  /** Takes one request's token, if there is one. `nowMs` only needs to grow. */
  admits(routeKey: string, nowMs: number): boolean {
    const bucket = this.#buckets.get(routeKey) ?? { tokens: this.#burst, at: nowMs };
    const refilled = bucket.tokens + ((nowMs - bucket.at) / 1000) * this.#ratePerSecond;
    const tokens = Math.min(this.#burst, refilled);
    this.#buckets.set(routeKey, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: nowMs });
    return tokens >= 1;
  }
}
