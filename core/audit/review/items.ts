import { formatDuration } from '../../duration.ts';
import { doubtsOf, type GrantLine } from './grants.ts';
import type { LedgerState, Report } from './report.ts';
import { minute } from './words.ts';

/** One thing that a reviewer has to look at and sign off. */
export interface ReviewItem {
  /** Unique in its report, such as `a-3`. */
  id: string;
  kind: 'ledger' | 'broken glass' | 'anomaly' | 'doubtful use' | 'rubber stamp' | 'unused right';
  words: string;
  /** Persons who may not sign it off, since it is about them. */
  concerns: string[];
  request?: string;
}

/** The ledger signs a head hourly. */
const freshMs = 2 * 60 * 60_000;

type Parts = Pick<Report, 'ledger' | 'comparisons' | 'grants' | 'anomalies' | 'decisions' | 'unusedRights'>;

/** What cannot be passed over in silence. */
export function itemsOf(
  { ledger, comparisons, grants, anomalies, decisions, unusedRights }: Parts,
  now: number,
): ReviewItem[] {
  const numbered = (letter: string, items: readonly Omit<ReviewItem, 'id'>[]) =>
    items.map((item, index) => ({ id: `${letter}-${index + 1}`, ...item }));
  const broken = grants.filter(({ kind }) => kind === 'break-glass');
  const doubtful = grants.filter((grant) => grant.kind !== 'break-glass' && isDoubtful(grant));
  return [
    ...numbered(
      'l',
      [
        ...(isFresh(ledger, now) ? [] : [stillWords(ledger)]),
        ...comparisons.differed.map(({ time, detail }) => `On ${minute(time)} UTC: ${detail}`),
      ].map((words) => ({ kind: 'ledger', words, concerns: [] })),
    ),
    ...numbered(
      'b',
      broken.map(({ person, scope, category, review, reviewer, request }) => ({
        kind: 'broken glass',
        words: `${person} broke the glass of ${scope} (${category ?? 'no category'}); review ${review ?? 'due'}`,
        concerns: reviewer === undefined ? [person] : [person, reviewer],
        request,
      })),
    ),
    ...numbered(
      'a',
      anomalies.map(({ rule, person, detail, request }) => ({
        kind: 'anomaly',
        words: `${rule}, ${person}: ${detail}`,
        concerns: [person],
        ...(request !== undefined && { request }),
      })),
    ),
    ...numbered(
      'd',
      doubtful.map((grant) => ({
        kind: 'doubtful use',
        words: `${grant.person} in ${grant.scope}: ${doubtsOf(grant).map(doubtWords).join('; ')}`,
        concerns: grant.approver === undefined ? [grant.person] : [grant.person, grant.approver],
        request: grant.request,
      })),
    ),
    ...numbered(
      's',
      decisions
        .filter(({ isRubberStamp }) => isRubberStamp)
        .map(({ approver, requester, approved, medianSeconds }) => ({
          kind: 'rubber stamp',
          words: `${approver} approved all ${approved} requests of ${requester}, in ${formatDuration(medianSeconds)} at the median`,
          concerns: [approver, requester],
        })),
    ),
    ...numbered(
      'u',
      unusedRights.map(({ scope, group, as, days, proposal }) => ({
        kind: 'unused right',
        words: `${group} as ${as} of ${scope}: not used for ${days} days; ${proposal}`,
        concerns: [],
      })),
    ),
  ];
}

/** No is for people to look at; doubts are when there are two. */
function isDoubtful(grant: GrantLine): boolean {
  const verdicts = doubtsOf(grant).map(({ verdict }) => verdict);
  return verdicts.includes('no') || verdicts.filter((verdict) => verdict === 'doubtful').length >= 2;
}

const doubtWords = ({ about, verdict, reasons }: ReturnType<typeof doubtsOf>[number]) =>
  `${about}: ${verdict}${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}`;

/** Whether the log has been signed as often as it should. */
export function isFresh({ signedAt }: LedgerState, now: number): boolean {
  return signedAt !== undefined && now - Date.parse(signedAt) <= freshMs;
}

function stillWords({ signedAt }: LedgerState): string {
  return signedAt === undefined
    ? 'The log of the evidence has no signed head'
    : `The newest signed head of the log is of ${minute(signedAt)} UTC, older than two hours`;
}
