/**
 * A sum of doubles that is rounded once, at the end: it does not depend on the order of the numbers, as rows come in any
 * (Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997; the algorithm of Python's `math.fsum`). True as long as
 * the numbers stay far from the largest double.
 */
export class ExactSum {
  /** Whole numbers are exact by themselves, so the usual sums cost nothing. */
  #whole = 0;
  /** Numbers whose digits do not overlap, the smallest first; their sum is exact. */
  #parts: number[] = [];
  /** Infinities, and what comes of them. */
  #beyond = 0;

  add(number: number): void {
    const whole = this.#whole + number;
    if (Number.isSafeInteger(number) && Number.isSafeInteger(whole)) this.#whole = whole;
    else if (Number.isFinite(number)) this.#addPart(number);
    else this.#beyond += number;
  }

  /** Adds the exact product of two numbers (Dekker 1971). */
  addProduct(a: number, b: number): void {
    const product = a * b;
    this.add(product);
    if (Number.isSafeInteger(product) && Number.isSafeInteger(a) && Number.isSafeInteger(b)) return;
    const [aHigh, aLow] = halves(a);
    const [bHigh, bLow] = halves(b);
    this.add(aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow));
  }

  /** Numbers whose exact sum is this one. */
  get terms(): readonly number[] {
    return [...this.#parts, this.#whole];
  }

  get value(): number {
    if (this.#beyond !== 0) return this.#beyond;
    if (this.#parts.length === 0) return this.#whole;
    if (this.#whole !== 0) this.#addPart(this.#whole);
    this.#whole = 0;
    return rounded(this.#parts);
  }

  #addPart(number: number): void {
    const parts = this.#parts;
    let rest = number;
    let count = 0;
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at] ?? 0;
      const [large, small] = Math.abs(rest) < Math.abs(part) ? [part, rest] : [rest, part];
      const sum = large + small;
      const error = small - (sum - large);
      if (error !== 0) parts[count++] = error;
      rest = sum;
    }
    parts.length = count;
    if (Number.isFinite(rest)) parts.push(rest);
    else this.#beyond += rest;
  }
}

/** The parts added up from the largest, with half a digit at the end rounded by what is below it. */
function rounded(parts: readonly number[]): number {
  let at = parts.length - 1;
  let sum = parts[at] ?? 0;
  let error = 0;
  while (at > 0 && error === 0) {
    at -= 1;
    const before = sum;
    const part = parts[at] ?? 0;
    sum = before + part;
    error = part - (sum - before);
  }
  const below = parts[at - 1] ?? 0;
  if (at > 0 && Math.sign(error) === Math.sign(below)) {
    const twice = error * 2;
    const next = sum + twice;
    if (next - sum === twice) return next;
  }
  return sum;
}

/** The upper and the lower half of a number's digits (Veltkamp). */
function halves(number: number): [high: number, low: number] {
  const spread = number * 134_217_729;
  const high = spread - (spread - number);
  return [high, number - high];
}
