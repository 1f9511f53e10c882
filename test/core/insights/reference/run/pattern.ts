import type { Times } from '../../../../../core/insights/compile.ts';
import type { PatternCommand } from '../../../../../core/insights/syntax.ts';
import { toText } from '../../../../../core/insights/values.ts';
import { compile } from '../evaluate.ts';
import type { Rows, WorkRow } from '../rows.ts';

/** Texts are compared in their first tokens only, and so many patterns are kept apart. */
const maxTokens = 200;
const maxPatterns = 10_000;
/** Texts of one length are of one pattern if at least this share of their tokens is equal. */
const similarity = 0.6;

interface Pattern {
  tokens: string[];
  count: number;
}

/**
 * Clusters texts by their tokens, as Drain does (He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", 2017):
 * among texts with as many tokens, the most similar pattern takes the text, and what differs becomes `<*>`.
 */
export function runPattern({ source }: PatternCommand, rows: Rows, times: Times): WorkRow[] {
  const read = compile(source, times);
  const byLength = new Map<number, Pattern[]>();
  let patterns = 0;
  let texts = 0;
  for (const row of rows) {
    const text = toText(read(row));
    if (text === null) continue;
    texts += 1;
    const tokens = tokensOf(text);
    const known = byLength.get(tokens.length) ?? [];
    byLength.set(tokens.length, known);
    const like = mostSimilar(known, tokens);
    if (like !== undefined) merge(like, tokens);
    else if (patterns < maxPatterns) {
      known.push({ tokens, count: 1 });
      patterns += 1;
    }
  }
  const all = [...byLength.values()].flat().sort((a, b) => b.count - a.count);
  return all.map((pattern) => toRow(pattern, texts));
}

/** Numbers and identifiers differ from event to event, so they never count as equal. */
function tokensOf(text: string): string[] {
  const tokens = text.match(/[\p{L}\p{N}_.@-]+|\s+|[^\p{L}\p{N}_.@\s-]/gu)?.slice(0, maxTokens) ?? [];
  return tokens.map((token) => (/\d/.test(token) ? variable : token));
}

const variable = '<*>';

function mostSimilar(patterns: readonly Pattern[], tokens: readonly string[]): Pattern | undefined {
  let best: Pattern | undefined;
  let bestShare = similarity;
  for (const pattern of patterns.slice(0, 200)) {
    const equal = pattern.tokens.reduce((sum, token, index) => sum + Number(token === tokens[index]), 0);
    const share = tokens.length === 0 ? 1 : equal / tokens.length;
    if (share >= bestShare) {
      best = pattern;
      bestShare = share;
    }
  }
  return best;
}

function merge(pattern: Pattern, tokens: readonly string[]): void {
  pattern.count += 1;
  pattern.tokens = pattern.tokens.map((token, index) => (token === tokens[index] ? token : variable));
}

function toRow({ tokens, count }: Pattern, texts: number): WorkRow {
  const escaped = tokens.map((token) =>
    token === variable ? '.*' : token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  );
  return new Map<string, string | number>([
    ['@pattern', tokens.join('')],
    ['@regexString', escaped.join('')],
    ['@ratio', count / texts],
    ['@sampleCount', count],
  ]);
}
