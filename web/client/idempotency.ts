/**
 * Gives the same key for the same body until it is told that the body has arrived: a second press, or another try
 * after a lost answer, then asks for nothing twice.
 */
export function idempotencyKeys(newKey: () => string): { keyFor(body: unknown): string; forget(): void } {
  let last: { text: string; key: string } | undefined;
  return {
    keyFor(body) {
      const text = JSON.stringify(body);
      if (last?.text !== text) last = { text, key: newKey() };
      return last.key;
    },
    forget() {
      last = undefined;
    },
  };
}
