/** Calls to AWS at a time: more only wait for one another. */
const atOnce = 32;

/** Does the same with every item, some at a time, and gives the results in order. */
export async function inTurn<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += atOnce) {
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map(act))));
  }
  return results;
}
