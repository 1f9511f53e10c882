import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files below a folder, by their paths from there with slashes, in order. */
export function* filesBelow(folder: string, path = ''): Generator<string> {
  const found = readdirSync(join(folder, path), { withFileTypes: true });
  for (const entry of found.sort((some, other) => (some.name < other.name ? -1 : 1))) {
    const at = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(folder, at);
    else yield at;
  }
}
