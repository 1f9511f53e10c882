import { opendirSync } from 'node:fs';

/** Names that the system is asked for at once. */
const listedAtOnce = 1_000;
/** No file's name has it. */
const separator = '/';

/**
 * The names in a folder in their order, as they are asked for. A day's folder may have millions: they are held as bytes, since strings
 * take twice as much, and the collector lets garbage grow to several times of what lives on its heap.
 *
 * @param runLength names that are sorted at once, before the runs are merged
 * @throws where there is no such folder
 */
export function sortedNames(folder: string, runLength = 10_000): Generator<string> {
  const runs: Buffer[] = [];
  let run: string[] = [];
  const keep = () => {
    runs.push(Buffer.from(run.sort().join(separator)));
    run = [];
  };
  const directory = opendirSync(folder, { bufferSize: listedAtOnce });
  try {
    for (let entry = directory.readSync(); entry; entry = directory.readSync()) {
      run.push(entry.name);
      if (run.length === runLength) keep();
    }
  } finally {
    directory.closeSync();
  }
  if (run.length > 0) keep();
  return merged(runs);
}

function* merged(runs: readonly Buffer[]): Generator<string> {
  const [only, ...others] = runs;
  if (!only) return;
  if (others.length === 0) {
    yield* namesIn(only);
    return;
  }
  const middle = runs.length / 2;
  const [some, rest] = [merged(runs.slice(0, middle)), merged(runs.slice(middle))];
  let [one, other] = [some.next(), rest.next()];
  while (!one.done && !other.done) {
    if (one.value < other.value) {
      yield one.value;
      one = some.next();
    } else {
      yield other.value;
      other = rest.next();
    }
  }
  for (; !one.done; one = some.next()) yield one.value;
  for (; !other.done; other = rest.next()) yield other.value;
}

function* namesIn(run: Buffer): Generator<string> {
  for (let at = 0; at < run.length; ) {
    const found = run.indexOf(separator, at);
    const end = found < 0 ? run.length : found;
    yield run.toString('utf8', at, end);
    at = end + 1;
  }
}
