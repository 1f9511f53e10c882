import { generateCorpus } from '../test/core/audit/watch/corpus.ts';
import { precision, recall, type Score, scoreRules } from '../test/core/audit/watch/score.ts';

/**
 * `npm run bench -- watch [SEED…]`: generates days of an installation, quiet and noisy ones, runs the watch rules over every
 * hour of them, and prints what each rule tells of. `--wrong` and `--missed` also print what it should not or should have told.
 */
export default async function bench(): Promise<void> {
  const args = process.argv.slice(3);
  const seeds = args.filter((arg) => !arg.startsWith('--'));
  for (const seed of seeds.length > 0 ? seeds : ['one', 'two', 'three']) {
    const corpus = generateCorpus(seed, { days: 150, people: 30 });
    const harmless = corpus.episodes.filter(({ rule }) => rule === undefined).length;
    console.log(
      `\nseed ${seed}: ${corpus.days.length} days, ${corpus.events.length} events, ` +
        `${corpus.episodes.length - harmless} episodes to tell of and ${harmless} that only look like it`,
    );
    console.log(
      `${'rule'.padEnd(22)}${['raised', 'precision', 'episodes', 'recall'].map((title) => title.padStart(11)).join('')}`,
    );
    for (const score of scoreRules(corpus)) print(score, args);
  }
}

function print(score: Score, args: readonly string[]): void {
  const cells = [score.raised, percent(precision(score)), score.episodes, percent(recall(score))];
  console.log(`${score.rule.padEnd(22)}${cells.map((cell) => String(cell).padStart(11)).join('')}`);
  if (args.includes('--wrong')) {
    for (const { finding, episode } of score.wrong) {
      console.log(`  wrong: ${finding.person}: ${episode?.name ?? 'an ordinary day'}: ${finding.detail}`);
    }
  }
  if (args.includes('--missed')) {
    for (const { name, person, day } of score.missed) console.log(`  missed: ${person} ${name} on ${day}`);
  }
}

const percent = (share: number): string => (Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–');
