import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../local/synthesize.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    assemblyDir: string;
  }
}

/** Synthesizes the stack once for all files that start it. */
export default async function setup(project: TestProject): Promise<void> {
  const root = resolve(import.meta.dirname, '../..');
  const assemblyDir = resolve(root, 'node_modules/.cache/vitrine/test.cdk.out');
  await synthesize({
    appFile: resolve(root, 'bin/app.ts'),
    outputDir: assemblyDir,
    context: { config: resolve(import.meta.dirname, 'e2e.config.ts') },
  });
  project.provide('assemblyDir', assemblyDir);
}
