#!/usr/bin/env node
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `vitrine needs Node 24 or newer, and this is Node ${process.versions.node}. In a checkout, run: npx vitrine\n`,
  );
  process.exit(1);
}

// Loaded after the check, so that an old Node gives the sentence above instead of a syntax error.
const { main } = await import('../cli/main.ts');
const { processHost } = await import('../cli/host.ts');
process.exitCode = await main(process.argv.slice(2), processHost());

export {};
