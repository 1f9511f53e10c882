import type { AuditEvent } from '../../../../core/audit/event.ts';
import type { Finding } from '../../../../core/audit/watch/rule.ts';
import { findAll, ruleNames } from '../../../../core/audit/watch/rules.ts';
import { addTallies, type DayTally, tallyOf } from '../../../../core/audit/watch/tally.ts';
import type { RuleName } from '../../../../core/policy/watch.ts';
import type { Corpus, Labelled } from './corpus.ts';

export interface Score {
  rule: RuleName;
  raised: number;
  right: number;
  episodes: number;
  told: number;
  /** What was raised and should not have been, and what was not and should. */
  wrong: { finding: Finding; day: string; episode?: Labelled }[];
  missed: Labelled[];
}

interface Raised {
  finding: Finding;
  day: string;
}

const hourMs = 3_600_000;

/** Runs the rules over every hour of the corpus, as the function does, and compares what they raise with the labels. */
export function scoreRules(corpus: Corpus): Score[] {
  const raised = raiseAll(corpus);
  return ruleNames.map((rule) => {
    const episodes = corpus.episodes.filter((episode) => episode.rule === rule);
    const ours = raised.filter(({ finding }) => finding.rule === rule);
    const isOf = ({ finding, day }: Raised, episode: Labelled) =>
      episode.person === finding.person && isNear(day, episode.day);
    const wrong = ours
      .filter((each) => !episodes.some((episode) => isOf(each, episode)))
      .map((each) => {
        const episode = corpus.episodes.find((other) => isOf(each, other));
        return { ...each, ...(episode && { episode }) };
      });
    const missed = episodes.filter((episode) => !ours.some((each) => isOf(each, episode)));
    return {
      rule,
      raised: ours.length,
      right: ours.length - wrong.length,
      episodes: episodes.length,
      told: episodes.length - missed.length,
      wrong,
      missed,
    };
  });
}

/** An episode begins on its day and lasts a week at most. */
function isNear(day: string, start: string): boolean {
  const days = (Date.parse(day) - Date.parse(start)) / (24 * hourMs);
  return days >= -1 && days <= 7;
}

function raiseAll({ config, events, days }: Corpus): Raised[] {
  const raised = new Map<string, Raised>();
  const past: DayTally[] = [];
  const byHour = new Map<number, AuditEvent[]>();
  for (const event of events) {
    const hour = Math.floor(Date.parse(event.time) / hourMs);
    const group = byHour.get(hour);
    if (group) group.push(event);
    else byHour.set(hour, [event]);
  }
  for (const day of days) {
    const start = Date.parse(day) / hourMs;
    const hours = Array.from({ length: 24 }, (_, index) => byHour.get(start + index) ?? []);
    for (const [index, latest] of hours.entries()) {
      if (latest.length === 0) continue;
      const before = [2, 1].flatMap((hoursAgo) => byHour.get(start + index - hoursAgo) ?? []);
      const today = { day, ...addTallies(hours.slice(0, index + 1).map(tallyOf)) };
      for (const finding of findAll({
        config,
        recent: [...before, ...latest],
        days: [...past.slice(-config.retention.requestDays), today],
      })) {
        const key = `${finding.rule}/${finding.thing}`;
        if (!raised.has(key)) raised.set(key, { finding, day });
      }
    }
    past.push({ day, ...addTallies(hours.map(tallyOf)) });
  }
  return [...raised.values()];
}

export const precision = ({ raised, right }: Score): number => right / raised;
export const recall = ({ episodes, told }: Score): number => told / episodes;
