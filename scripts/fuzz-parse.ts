import { setTimeout } from 'node:timers/promises';
import { admit } from '../core/insights/firewall.ts';
import { randomFrom } from '../test/core/insights/fuzz/random.ts';
import { refreshed, type Text, textFor } from '../test/core/insights/fuzz/texts.ts';

/**
 * `npm run fuzz:parse -- [COUNT] [SEED]`: reads texts of up to 10,000 characters and looks for crashes and for what takes
 * longer than 5 ms.
 */
const [count = '20000', seed = '1'] = process.argv.slice(2);
const maxMs = 5;
/**
 * A shared machine may stop the process at any moment, and more likely the longer it has run. So what was slow is measured
 * again once all texts are read, each time after a rest, and the least of its times is its cost.
 */
const repeats = 20;
const restMs = 5;
const warmUp = 2_000;

interface Measure {
  readonly text: Text;
  ms: number;
}

const random = randomFrom(Number(seed));
const measures: Measure[] = [];
let crashes = 0;

for (let index = 0; index < warmUp + Number(count); index += 1) {
  const text = textFor(index, random);
  const ms = measured(text);
  if (ms !== undefined && index >= warmUp) measures.push({ text, ms });
}

const slow = measures.filter(({ ms }) => ms > maxMs);
for (let repeat = 0; repeat < repeats; repeat += 1) {
  for (const measure of slow) {
    if (measure.ms <= maxMs) continue;
    await setTimeout(restMs);
    measure.ms = Math.min(measure.ms, once(refreshed(measure.text, random)));
  }
}

measures.sort((a, b) => a.ms - b.ms);
const worst = measures.at(-1);
console.log(`${measures.length} texts, seed ${seed}: ${crashes} crashes, ${slow.length} measured again`);
console.log(`median ${at(0.5)} ms, p99.9 ${at(0.999)} ms, worst ${at(1)} ms (${worst?.text.shape})`);
if (worst !== undefined && worst.ms > maxMs) console.log(JSON.stringify(worst.text.text.slice(0, 300)));
if (crashes > 0 || measures.length < Number(count) || (worst?.ms ?? 0) > maxMs) process.exitCode = 1;

function measured(text: Text): number | undefined {
  try {
    return once(text);
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
  return (measures[Math.floor(share * (measures.length - 1))]?.ms ?? 0).toFixed(2);
}
