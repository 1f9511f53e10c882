import { admit } from '../core/insights/firewall.ts';
import { randomFrom } from '../test/core/insights/fuzz/random.ts';
import { refreshed, type Text, textFor } from '../test/core/insights/fuzz/texts.ts';

/**
 * `npm run fuzz:parse -- [COUNT] [SEED]`: reads texts of up to 10,000 characters and looks for crashes and for what takes
 * longer than 5 ms.
 */
const [count = '20000', seed = '1'] = process.argv.slice(2);
const maxMs = 5;
/** A shared machine may stop the process at any moment, so a slow reading is measured again. */
const repeats = 5;
const warmUp = 500;

const random = randomFrom(Number(seed));
const durationsMs: number[] = [];
let crashes = 0;
let worst: { ms: number; text: Text } | undefined;

for (let index = -warmUp; index < Number(count); index += 1) {
  const text = textFor(index + warmUp, random);
  const ms = measured(text);
  if (index < 0 || ms === undefined) continue;
  durationsMs.push(ms);
  if (worst === undefined || ms > worst.ms) worst = { ms, text };
}

durationsMs.sort((a, b) => a - b);
console.log(`${count} texts, seed ${seed}: ${crashes} crashes`);
console.log(`median ${at(0.5)} ms, p99.9 ${at(0.999)} ms, worst ${at(1)} ms (${worst?.text.shape})`);
if (worst !== undefined && worst.ms > maxMs) console.log(JSON.stringify(worst.text.text.slice(0, 300)));
if (crashes > 0 || durationsMs.length < Number(count) || (worst?.ms ?? 0) > maxMs) process.exitCode = 1;

function measured(text: Text): number | undefined {
  try {
    let ms = once(text);
    for (let repeat = 0; ms > maxMs && repeat < repeats; repeat += 1)
      ms = Math.min(ms, once(refreshed(text, random)));
    return ms;
  } catch (error) {
    crashes += 1;
    console.log(`crash (${text.shape}): ${error} at ${JSON.stringify(text.text.slice(0, 300))}`);
    return undefined;
  }
}

function once({ text }: Text): number {
  const startedMs = performance.now();
  admit(text);
  return performance.now() - startedMs;
}

function at(share: number): string {
  return (durationsMs[Math.floor(share * (durationsMs.length - 1))] ?? 0).toFixed(2);
}
