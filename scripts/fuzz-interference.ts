import { fuzzExfiltration } from '../test/core/insights/fuzz/exfiltration.ts';
import { fuzzInterference } from '../test/core/insights/fuzz/interference.ts';

/** `npm run fuzz:interference -- [COUNT] [SEED]`: looks for answers that tell what redaction has hidden. */
const [count = '100000', seed = '1'] = process.argv.slice(2);
const checks = [
  ['non-interference, strict', fuzzInterference],
  ['exfiltration, standard', fuzzExfiltration],
] as const;

for (const [name, fuzz] of checks) {
  const startedMs = performance.now();
  const { compared, refused, failures } = fuzz(Number(count), Number(seed));
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  console.log(
    `${name}: ${failures.length} failures in ${compared} queries (${refused} refused), seed ${seed}, ${seconds} s`,
  );
  for (const failure of failures) console.log(`  ${failure}`);
  if (failures.length > 0 || compared < Number(count)) process.exitCode = 1;
}
