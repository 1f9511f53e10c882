/** Calls to AWS at a time: more only wait for one another. */
const atOnce = 32;

/**
 * Does the same with every item and gives the results in order. Some are under way at a time, and the next begins as soon as one of
 * them has ended; after one that fails, none begins.
 */
export async function inTurn<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const waiting = places(items);
  const lane = async () => {
    // A lane that fails closes the generator, which is that of all of them.
    for (const [at, item] of waiting) results[at] = await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}

function* places<T>(items: readonly T[]): Generator<[number, T]> {
  yield* items.entries();
}
