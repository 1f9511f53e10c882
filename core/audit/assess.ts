import type { ClosedReason, Review, Terms } from '../access/request.ts';
import { counted } from '../counted.ts';
import { formatDuration } from '../duration.ts';
import { compileRegex } from '../insights/regex.ts';
import type { AssessmentSettings } from '../policy/assessment.ts';
import { type Probe, probesOf } from './watch/probes.ts';

/** `open` is what nobody can say yet: the review of a broken glass is due. */
type Verdict = 'yes' | 'doubtful' | 'no' | 'open';

interface Answer {
  verdict: Verdict;
  /** Why, in words; none holds a value of the query. */
  reasons: string[];
}

export interface Assessment {
  justified: Answer;
  purpose: Answer;
  prompt: Answer;
}

/** A grant that is over, and what was done under it. Times are milliseconds since the epoch. */
export interface Use {
  terms: Pick<Terms, 'kind' | 'reason' | 'ticket' | 'logGroups'>;
  grantedAt: number;
  closedAt: number;
  closedReason: ClosedReason;
  review?: Review;
  queries: readonly { at: number; text: string; logGroups: readonly string[] }[];
  plainFields: readonly string[];
  /** Whether redaction hides a value. */
  isHidden: (value: string) => boolean;
}

/** Was the access justified, used for its purpose, and promptly given up? */
export function assess(use: Use, settings: AssessmentSettings): Assessment {
  return {
    justified: isJustified(use, settings),
    purpose: isToThePurpose(use, settings),
    prompt: isPrompt(use, settings),
  };
}

/** Fewer different words than this hardly tell anybody why. */
const leastWords = 3;

function isJustified({ terms, review }: Use, { ticketPattern }: AssessmentSettings): Answer {
  const { kind, reason, ticket } = terms;
  const doubts: string[] = [];
  const words = wordsOf(reason);
  if (words.size < leastWords) {
    doubts.push(`the reason says little: ${counted(words.size, 'different word')} with a meaning`);
  }
  if (ticket === undefined) doubts.push('no ticket is named');
  else if (!compileRegex(ticketPattern).matches(ticket)) doubts.push('the ticket does not look like one');
  if (kind === 'break-glass') return reviewed(review, doubts);
  if (doubts.length > 0) return { verdict: 'doubtful', reasons: doubts };
  return { verdict: 'yes', reasons: ['there is a reason in words and a ticket'] };
}

/** What was done without asking is justified by whoever looked at it afterwards. */
function reviewed(review: Review | undefined, doubts: readonly string[]): Answer {
  switch (review?.state) {
    case 'done':
      return review.outcome === 'justified'
        ? { verdict: 'yes', reasons: ['the review found it justified', ...doubts] }
        : { verdict: 'no', reasons: ['the review found it not justified', ...doubts] };
    case 'due':
      return { verdict: 'open', reasons: ['the review is due', ...doubts] };
    case 'overdue':
    case undefined:
      return { verdict: 'no', reasons: ['nobody has reviewed it in time', ...doubts] };
  }
}

function isToThePurpose(use: Use, { unnamedValues }: AssessmentSettings): Answer {
  const { terms, queries } = use;
  if (queries.length === 0) return { verdict: 'no', reasons: ['no query was run'] };
  const stated = new Set([...wordsOf(terms.reason), ...wordsOf(terms.ticket ?? '')]);
  const probes = queries.flatMap(({ text }) => probesOf(text, use.plainFields) ?? []);
  const asked = new Set(queries.flatMap(({ text }) => [...wordsOf(text)]));
  const read = [...new Set(queries.flatMap(({ logGroups }) => logGroups))];
  const common = [...asked, ...read.flatMap((group) => [...wordsOf(group)])].filter((word) =>
    stated.has(word),
  );
  const unnamed = unnamedOf(probes, { ...use, stated });
  const reasons = [
    common.length > 0
      ? `queries and log groups share ${counted(new Set(common).size, 'word')} with reason and ticket`
      : 'no query and no log group has a word of reason or ticket',
    ...(unnamed > 0 ? [`looked for ${counted(unnamed, 'hidden value')} that neither names`] : []),
    ...untouched(terms.logGroups, read),
  ];
  const isDoubtful =
    unnamed > unnamedValues || (common.length === 0 && probes.some(({ kind }) => kind === 'text'));
  return { verdict: isDoubtful ? 'doubtful' : 'yes', reasons };
}

function unnamedOf(
  probes: readonly Probe[],
  { terms, isHidden, stated }: Pick<Use, 'terms' | 'isHidden'> & { stated: ReadonlySet<string> },
): number {
  const told = `${terms.reason} ${terms.ticket ?? ''}`.toLowerCase();
  const values = new Set(probes.map(({ value }) => value).filter(isHidden));
  return [...values].filter(
    (value) => !told.includes(value.toLowerCase()) && !stated.has(value.toLowerCase()),
  ).length;
}

function untouched(granted: readonly string[], read: readonly string[]): string[] {
  const left = granted.filter((group) => !read.includes(group));
  return left.length === 0
    ? []
    : [`${left.length} of ${counted(granted.length, 'log group')} never looked at`];
}

function isPrompt(use: Use, { idle, idleShare }: AssessmentSettings): Answer {
  const { grantedAt, closedAt, closedReason, queries } = use;
  const lastAt = Math.max(grantedAt, ...queries.map(({ at }) => at));
  const openMs = Math.max(1, closedAt - grantedAt);
  const idleMs = Math.max(0, closedAt - lastAt);
  const share = Math.round((100 * idleMs) / openMs);
  const since = queries.length > 0 ? 'after the last query' : 'without a query';
  const reasons = [
    `${closedReason} ${formatDuration(Math.round(openMs / 1000))} after it was opened`,
    `${formatDuration(Math.round(idleMs / 1000))} of it, ${share} %, ${since}`,
  ];
  if (idleMs < idle * 1000 || idleMs / openMs < idleShare) return { verdict: 'yes', reasons };
  return { verdict: closedReason === 'released' ? 'doubtful' : 'no', reasons };
}

/** Words of every text and of every query, which tie nothing to anything. */
const common: ReadonlySet<string> = new Set(
  (
    'the and for with from after before this that are was were not but has have had can could will would should need needs ' +
    'look looking see check checking please test testing debug debugging investigate investigating issue problem logs log prod production access ' +
    'fields filter stats sort limit display parse like desc asc message timestamp count bin'
  ).split(' '),
);

/** Words of three letters or more and numbers of three digits or more, in lower case, that mean something. */
function wordsOf(text: string): Set<string> {
  const runs = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(runs.flatMap(wordsIn).filter((word) => !common.has(word)));
}

const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

function wordsIn(run: string): string[] {
  if (!withoutSpaces.test(run)) return run.length >= 3 ? [run] : [];
  return [...segmenter.segment(run)].map(({ segment }) => segment).filter(({ length }) => length >= 2);
}
