import { defineConfig } from 'vitest/config';

/** Files that start a whole stack run one after another, so that two cores are enough. */
const wholeStack = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['core/**', 'adapters/**', 'lambdas/**', 'contract/**', 'cli/**', 'local/**', 'lib/**'],
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/browser/**', 'test/conformance/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/synthesize.ts',
          ...wholeStack,
        },
      },
      // Needs a folder of cases, named by CONFORMANCE_DATA.
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          globalSetup: 'test/support/synthesize.ts',
          ...wholeStack,
        },
      },
      // Needs a Chromium, named by CHROMIUM or at its usual places.
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/support/synthesize.ts',
          ...wholeStack,
        },
      },
    ],
  },
});
