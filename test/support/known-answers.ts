import type { AuditEvent } from '../../core/audit/event.ts';
import type { Query, Story, Year } from './year-of-history.ts';

export type Cell = string | number | boolean | undefined | string[] | Record<string, number>;

interface World extends Year {
  events: AuditEvent[];
  /** Days in which things have to have happened, both inclusive. */
  from: string;
  to: string;
}

type Grant = NonNullable<Story['grant']>;
type Granted = Story & { grant: Grant };

/** A moment as Athena writes it. */
export const at = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').slice(0, -1);

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Sorts by keys, the first of them first; numbers by size, all else as text. */
export function sortedBy<T>(items: readonly T[], ...keys: ((item: T) => string | number)[]): T[] {
  return [...items].sort((a, b) => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left < right) return -1;
      if (left > right) return 1;
    }
    return 0;
  });
}

export function groupedBy<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups];
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** The smallest value that at least so many percent do not exceed. */
export function percentile(numbers: readonly number[], percent: number): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1];
}

/** The model's parts that happened in the days asked for. */
export class Happenings {
  readonly year: World;

  constructor(year: World) {
    this.year = year;
  }

  isIn(ms: number): boolean {
    return dayOf(ms) >= this.year.from && dayOf(ms) <= this.year.to;
  }

  /** Access that was opened in these days. */
  opened(): Granted[] {
    return this.#granted().filter(({ grant }) => this.isIn(grant.at));
  }

  openAt(ms: number): Granted[] {
    return this.#granted().filter(
      ({ grant }) => grant.at <= ms && ms < grant.expiresAt && !(grant.closed && grant.closed.at <= ms),
    );
  }

  broken(): Granted[] {
    return this.opened().filter(({ kind }) => kind === 'break-glass');
  }

  decided(): (Story & { decision: NonNullable<Story['decision']> })[] {
    return this.year.stories.flatMap((story) =>
      story.decision && this.isIn(story.decision.at) ? [{ ...story, decision: story.decision }] : [],
    );
  }

  /** Queries whose rows were handed out in these days. */
  answered(): { story: Story; query: Query; answer: NonNullable<Query['answer']> }[] {
    return this.#queries().flatMap(({ story, query }) =>
      query.answer && this.isIn(query.answer.at) ? [{ story, query, answer: query.answer }] : [],
    );
  }

  started(): { story: Story; query: Query }[] {
    return this.#queries().filter(({ query }) => this.isIn(query.at));
  }

  /** Events of these days, oldest first. */
  events(where: (event: AuditEvent) => boolean): AuditEvent[] {
    return this.year.events.filter((event) => this.isIn(Date.parse(event.time)) && where(event));
  }

  #granted(): Granted[] {
    return this.year.stories.flatMap((story) => (story.grant ? [{ ...story, grant: story.grant }] : []));
  }

  #queries(): { story: Story; query: Query }[] {
    return this.year.stories.flatMap((story) =>
      (story.grant?.queries ?? []).map((query) => ({ story, query })),
    );
  }
}
