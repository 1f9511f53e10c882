import { describe, expect, it } from 'vitest';
import { ruleNames } from '../../../../core/audit/watch/rules.ts';
import type { RuleName } from '../../../../core/policy/watch.ts';
import { generateCorpus } from './corpus.ts';
import { precision, recall, scoreRules } from './score.ts';

/** Somewhat under what was measured, so that a worse rule fails and a rare episode more or less does not. */
const floors: Record<RuleName, { precision: number; recall: number }> = {
  outsideHours: { precision: 0.95, recall: 0.95 },
  volume: { precision: 0.9, recall: 0.85 },
  deniedCalls: { precision: 0.95, recall: 0.95 },
  probing: { precision: 0.95, recall: 0.95 },
  repeatedBreakGlass: { precision: 0.95, recall: 0.95 },
};

describe('the rules over quiet and noisy days', () => {
  const scores = scoreRules(generateCorpus('floors', { days: 130, people: 30 }));

  it.each(ruleNames)('%s tells of what it should, and of little else', (rule) => {
    const score = scores.find((each) => each.rule === rule);
    if (!score) throw new Error(`${rule} has no score.`);
    expect(score.episodes).toBeGreaterThanOrEqual(5);
    const wrong = score.wrong.map(({ finding, episode }) => `${episode?.name}: ${finding.detail}`);
    expect(precision(score), `raised for nothing: ${wrong.join('; ')}`).toBeGreaterThanOrEqual(
      floors[rule].precision,
    );
    const missed = score.missed.map(({ name, person, day }) => `${person} ${name} on ${day}`);
    expect(recall(score), `missed: ${missed.join('; ')}`).toBeGreaterThanOrEqual(floors[rule].recall);
  });
});
