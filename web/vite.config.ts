import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** A static site: `npx vite build web` leaves it in `dist/web`. Nothing is inlined, so that the CSP can be strict. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
