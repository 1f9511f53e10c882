import { formatDuration } from '../../duration.ts';
import { scopeNamed } from '../../policy/config.ts';
import type { RuleSettings } from '../../policy/watch.ts';
import type { AuditEvent } from '../event.ts';
import { type Probe, probesOf } from './probes.ts';
import { evidenceOf, type Finding, groupBy, type Seen } from './rule.ts';
import { walkOf } from './walk.ts';

interface Asked extends Probe {
  event: AuditEvent;
  requestId: string;
}

type Settings = RuleSettings<'probing'>;

/**
 * Queries that ask again and again, to find out a value that they do not show, raised once per grant and way of asking.
 * Within a grant a value has one pseudonym, so different values are told apart without being known.
 *
 * Threat: whoever has several grants in a scope could take turns with them, so what somebody asks of a scope counts together.
 */
export function probing({ config, recent }: Seen, settings: Settings): Finding[] {
  const asking = recent.filter(
    ({ type, query }) => query !== undefined && (type === 'query.started' || type === 'access.refused'),
  );
  return [...groupBy(asking, ({ actor, scope }) => `${actor} ${scope}`).values()].flatMap((events) => {
    const scope = scopeNamed(config, events[0]?.scope ?? '');
    const asked = events.flatMap((event): Asked[] => {
      const { request_id: requestId, query = '' } = event;
      if (requestId === undefined) return [];
      const probes = probesOf(query, scope?.plainFields ?? []) ?? [];
      return probes.map((probe) => ({ ...probe, event, requestId }));
    });
    return ways.flatMap(({ way, limit, find, words }): Finding[] => {
      const found = fullest(asked, settings.window * 1000, find);
      const [first] = found;
      if (!first || found.length < limit(settings)) return [];
      const { requestId } = first;
      return [
        {
          rule: 'probing',
          thing: `${requestId}/${way}`,
          person: first.event.actor,
          requestId,
          ...(first.event.scope !== undefined && { scope: first.event.scope }),
          evidence: evidenceOf(found.map(({ event }) => event.id)),
          measured: found.length,
          threshold: limit(settings),
          detail: `${found.length} ${words} within ${formatDuration(settings.window)}.`,
        },
      ];
    });
  });
}

interface Way {
  way: string;
  limit: (settings: Settings) => number;
  /** Those of the probes that count, in their order. */
  find: (asked: readonly Asked[]) => Asked[];
  words: string;
}

const ways: readonly Way[] = [
  {
    way: 'walk',
    limit: ({ walkSteps }) => walkSteps,
    find: (asked) => largest(asked, textQuestion, walkOf),
    words: 'searches that lengthen or vary the end of one before',
  },
  {
    way: 'counts',
    limit: ({ counts }) => counts,
    find: (asked) =>
      largest(
        asked,
        ({ counted, question }) => (counted === undefined ? undefined : question),
        (group) => distinct(group, ({ counted }) => counted ?? ''),
      ),
    words: 'different values counted, not looked at, in one field',
  },
  {
    way: 'hidden-values',
    limit: ({ hiddenValues }) => hiddenValues,
    find: (asked) =>
      largest(
        asked.filter(({ hidden }) => hidden),
        ({ requestId }) => requestId,
        (group) => distinct(group, sought),
      ),
    words: 'different hidden values asked for',
  },
  {
    way: 'values',
    limit: ({ values }) => values,
    find: (asked) => largest(asked, textQuestion, (group) => distinct(group, sought)),
    words: 'different values asked for in one field',
  },
];

function largest(
  asked: readonly Asked[],
  key: (probe: Asked) => string | undefined,
  find: (group: readonly Asked[]) => Asked[],
): Asked[] {
  return [...groupBy(asked, key).values()]
    .map(find)
    .reduce((most, found) => (found.length > most.length ? found : most), []);
}

const sought = ({ value }: Asked): string => value;

function textQuestion({ kind, question }: Asked): string | undefined {
  return kind === 'text' ? question : undefined;
}

/** The first probe of every value. */
function distinct(asked: readonly Asked[], toValue: (probe: Asked) => string): Asked[] {
  const values = new Map<string, Asked>();
  for (const probe of asked) if (!values.has(toValue(probe))) values.set(toValue(probe), probe);
  return [...values.values()];
}

/** What is found in the window in which most is. */
function fullest(
  asked: readonly Asked[],
  windowMs: number,
  find: (asked: readonly Asked[]) => Asked[],
): Asked[] {
  let most: Asked[] = [];
  let from = 0;
  for (const [index, { event }] of asked.entries()) {
    const next = asked[index + 1];
    if (next && next.event.id === event.id) continue;
    const since = Date.parse(event.time) - windowMs;
    while (Date.parse(asked[from]?.event.time ?? event.time) < since) from += 1;
    // A window that the next one contains finds no more than that.
    if (next && Date.parse(asked[from]?.event.time ?? event.time) >= Date.parse(next.event.time) - windowMs)
      continue;
    const found = find(asked.slice(from, index + 1));
    if (found.length > most.length) most = found;
  }
  return most;
}
