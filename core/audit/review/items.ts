import type { GrantLine } from './grants.ts';
import type { Report } from './report.ts';

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

type Parts = Pick<Report, 'ledger' | 'grants' | 'anomalies' | 'decisions' | 'unusedRights'>;

/** What cannot be passed over in silence. */
export function itemsOf(
  { ledger, grants, anomalies, decisions, unusedRights }: Parts,
  now: number,
): ReviewItem[] {
  const numbered = (letter: string, items: readonly Omit<ReviewItem, 'id'>[]) =>
    items.map((item, index) => ({ id: `${letter}-${index + 1}`, ...item }));
  const isFresh = ledger.signedAt !== undefined && now - Date.parse(ledger.signedAt) <= freshMs;
  const broken = grants.filter(({ kind }) => kind === 'break-glass');
  const doubtful = grants.filter((grant) => grant.kind !== 'break-glass' && isDoubtful(grant));
  return [
    ...numbered('l', isFresh ? [] : [{ kind: 'ledger', words: ledgerWords(ledger.signedAt), concerns: [] }]),
    ...numbered(
      'b',
      broken.map(({ person, scope, category, review, request }) => ({
        kind: 'broken glass',
        words: `${person} broke the glass of ${scope} (${category ?? 'no category'}); review ${review ?? 'due'}`,
        concerns: [person],
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
      doubtful.map(({ person, scope, findings, request, approver }) => ({
        kind: 'doubtful use',
        words: `${person} in ${scope}: ${findings.join('; ')}`,
        concerns: approver === undefined ? [person] : [person, approver],
        request,
      })),
    ),
    ...numbered(
      's',
      decisions
        .filter(({ isRubberStamp }) => isRubberStamp)
        .map(({ approver, requester, approved, medianSeconds }) => ({
          kind: 'rubber stamp',
          words: `${approver} approved all ${approved} requests of ${requester}, in ${medianSeconds} s at the median`,
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
function isDoubtful({ justified, purpose, prompt }: GrantLine): boolean {
  const verdicts = [justified, purpose, prompt];
  return verdicts.includes('no') || verdicts.filter((verdict) => verdict === 'doubtful').length >= 2;
}

function ledgerWords(signedAt: string | undefined): string {
  return signedAt === undefined
    ? 'The log of the evidence has no signed head'
    : `The newest signed head of the log is of ${signedAt}, older than two hours`;
}
