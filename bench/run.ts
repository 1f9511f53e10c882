import { readdirSync } from 'node:fs';

/** `npm run bench -- NAME`: runs bench/NAME.bench.ts, which prints its own table. */
const suffix = '.bench.ts';
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));

const [name] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.error(`Which benchmark? There is ${names.join(', ')}. Run: npm run bench -- NAME`);
  process.exit(2);
}
const { default: bench } = (await import(`./${name}${suffix}`)) as { default: () => Promise<void> };
await bench();
