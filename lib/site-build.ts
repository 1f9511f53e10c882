import path from 'node:path';
import { build } from 'vite';

/**
 * Builds the web app into a folder of its own and returns it.
 * @throws when the build fails; Vite's error names file and line.
 */
export async function buildSite(directory: string): Promise<string> {
  await build({
    root: path.resolve(import.meta.dirname, '..', 'web'),
    build: { outDir: path.resolve(directory), emptyOutDir: true },
    logLevel: 'error',
  });
  return directory;
}
