import { describe, expect, it } from 'vitest';
import { assess, type Use } from '../../../core/audit/assess.ts';
import { parseConfig } from '../../../core/policy/config.ts';
import { sampleConfig } from '../../support/sample-config.ts';

const settings = parseConfig(sampleConfig()).assessment;
const minuteMs = 60_000;

function used(changes: Partial<Use> & { queries?: Use['queries'] } = {}): Use {
  return {
    terms: {
      kind: 'standard',
      reason: 'Checkout answers 5xx after deploy 812',
      ticket: 'INC-4711',
      logGroups: ['/checkout/api'],
    },
    grantedAt: 0,
    closedAt: 30 * minuteMs,
    closedReason: 'released',
    queries: [asked('filter @message like /ERROR/ and deploy = "812"', 20)],
    plainFields: ['level', 'status'],
    isHidden: (value) => value.includes('@'),
    ...changes,
  };
}

const asked = (text: string, minute: number) => ({
  at: minute * minuteMs,
  text,
  logGroups: ['/checkout/api'],
});
const reason = (text: string, ticket?: string) => {
  const { terms } = used();
  const { ticket: _, ...rest } = terms;
  return used({ terms: { ...rest, reason: text, ...(ticket !== undefined && { ticket }) } });
};
const verdicts = (use: Use) => {
  const { justified, purpose, prompt } = assess(use, settings);
  return { justified: justified.verdict, purpose: purpose.verdict, prompt: prompt.verdict };
};

describe('a grant', () => {
  it('that was asked for with a reason, used for it and given back is fine', () => {
    expect(verdicts(used())).toEqual({ justified: 'yes', purpose: 'yes', prompt: 'yes' });
  });

  it.each([
    ['debugging an issue in production', 'INC-1', 'doubtful'],
    ['need to look at the logs please', 'INC-1', 'doubtful'],
    ['payments of Thursday are missing', undefined, 'doubtful'],
    ['payments of Thursday are missing', 'see chat', 'doubtful'],
    ['payments of Thursday are missing', 'INC-1 and more', 'doubtful'],
    ['payments of Thursday are missing', 'PAY-120', 'yes'],
    ['木曜日から決済エラーが発生', 'INC-1', 'yes'],
  ])('for “%s” with ticket %s is justified: %s', (text, ticket, verdict) => {
    expect(verdicts(reason(text, ticket)).justified).toBe(verdict);
  });

  it('by a broken glass is as justified as its review says', () => {
    const terms = { ...used().terms, kind: 'break-glass' as const };
    const review = { dueAt: 0, state: 'done', by: 'sam', at: 1, note: 'looked at it' } as const;
    const of = (state: Use['review']) => verdicts(used({ terms, ...(state && { review: state }) })).justified;
    expect(of({ dueAt: 0, state: 'due' })).toBe('open');
    expect(of({ dueAt: 0, state: 'overdue' })).toBe('no');
    expect(of({ ...review, outcome: 'justified' })).toBe('yes');
    expect(of({ ...review, outcome: 'not-justified' })).toBe('no');
    expect(of(undefined)).toBe('no');
  });
});

describe('the purpose', () => {
  const purpose = (...queries: string[]) =>
    verdicts(used({ queries: queries.map((text) => asked(text, 1)) })).purpose;

  it('is served by words of the reason, and by looking at levels and status codes', () => {
    expect(purpose('filter @message like /deploy/')).toBe('yes');
    expect(purpose('filter status >= 500 | stats count(*)')).toBe('yes');
  });

  it('is doubtful if what was asked has nothing of it', () => {
    const elsewhere = { text: 'filter @message like /salary/', at: 0, logGroups: ['/hr/payroll'] };
    expect(verdicts(used({ queries: [elsewhere] })).purpose).toBe('doubtful');
  });

  it('is doubtful if more people were looked for than anybody told of', () => {
    const about = (name: string) => `filter @message like "${name}@example.com" and deploy = "812"`;
    expect(purpose(about('a'), about('b'))).toBe('yes');
    expect(purpose(about('a'), about('b'), about('c'))).toBe('doubtful');
    const named = used({
      terms: {
        ...used().terms,
        reason: 'deploy 812: a@example.com, b@example.com and c@example.com cannot pay',
      },
      queries: ['a', 'b', 'c'].map((name) => asked(about(name), 1)),
    });
    expect(verdicts(named).purpose).toBe('yes');
  });

  it('is not served by no query at all', () => {
    expect(verdicts(used({ queries: [] })).purpose).toBe('no');
  });

  it('is told without a value of the queries', () => {
    const { purpose: told } = assess(
      used({ queries: [asked('filter @message like "bob@example.com"', 1)] }),
      settings,
    );
    expect(told.reasons.join()).not.toContain('bob');
  });

  it('tells of log groups that nobody looked at', () => {
    const terms = { ...used().terms, logGroups: ['/checkout/api', '/a', '/b'] };
    expect(assess(used({ terms }), settings).purpose.reasons).toContain('2 of 3 log groups never looked at');
  });
});

describe('giving up', () => {
  const prompt = (closedReason: Use['closedReason'], lastMinute: number, closedMinute: number) =>
    verdicts(
      used({
        closedReason,
        closedAt: closedMinute * minuteMs,
        queries: [asked('filter deploy = 812', lastMinute)],
      }),
    ).prompt;

  it.each([
    ['released', 20, 30, 'yes'],
    ['released', 10, 60, 'doubtful'],
    ['expired', 10, 60, 'no'],
    ['expired', 46, 60, 'yes'],
    ['expired', 31, 60, 'yes'],
    ['revoked', 50, 60, 'yes'],
  ] as const)('%s, last used in minute %d of %d, is prompt: %s', (reason, last, closed, verdict) => {
    expect(prompt(reason, last, closed)).toBe(verdict);
  });
});
