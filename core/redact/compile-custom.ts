import { compileRegex } from '../insights/regex.ts';
import { startOf } from './custom-start.ts';
import type { Detector, Hit, Match } from './detector.ts';
import { nothing } from './detector.ts';
import type { MaskReader } from './masks.ts';
import type { CustomDetector } from './settings.ts';

/** How far a value reaches before and behind what it is known by. */
const before = 64;
const behind = 256;

/** @throws RangeError for a pattern that `customFault` refuses. */
export function compileCustom({
  id,
  type,
  title,
  pattern,
  examples,
  counterExamples,
}: CustomDetector): Detector {
  const start = startOf(pattern);
  if (!start) throw new RangeError(`The detector ${id} has no start: ${noStart}`);
  const find = finderOf(pattern);
  return {
    id,
    type,
    title,
    category: 'personal',
    evidence: 'named',
    ...('anchor' in start ? { anchors: [start.anchor] } : { openings: [start.opening] }),
    verify: (hit) => verify(hit, find),
    verifyAlone: (text) => find(text).find((match) => match.end - match.start === text.length),
    examples: examples.map((text) => [text, find(text)[0]?.canonical ?? text] as const),
    counterExamples,
    source: 'vitrine.config.ts',
  };
}

function verify({ text, start, end, limit, runs, maskEndAt, spend }: Hit, find: Find): readonly Match[] {
  const run = runs.at(start);
  const from = lastMaskEnd(text, Math.max(run.start, start - before), start, maskEndAt);
  const to = firstMask(text, end, Math.min(limit, end + behind), maskEndAt);
  spend(to - from);
  const found = find(text.slice(from, to)).filter(
    (match) => from + match.wholeStart <= start && from + match.wholeEnd >= end,
  );
  if (found.length === 0) return nothing;
  return found.map((match) => ({ ...match, start: from + match.start, end: from + match.end }));
}

/** Nothing is matched over a mask, so that redacting again changes nothing. */
function lastMaskEnd(text: string, from: number, to: number, maskEndAt: MaskReader): number {
  let last = from;
  for (let at = text.indexOf('[', from); at >= 0 && at < to; at = text.indexOf('[', at + 1)) {
    last = maskEndAt(text, at) ?? last;
  }
  return Math.min(last, to);
}

function firstMask(text: string, from: number, to: number, maskEndAt: MaskReader): number {
  const window = text.slice(from, to);
  for (let at = window.indexOf('['); at >= 0; at = window.indexOf('[', at + 1)) {
    if (maskEndAt(text, from + at) !== undefined) return from + at;
  }
  return to;
}

/** What is hidden, and the whole match that it was found by. */
interface Found extends Match {
  readonly wholeStart: number;
  readonly wholeEnd: number;
}

type Find = (text: string) => Found[];

function finderOf(pattern: string): Find {
  const program = compileRegex(pattern);
  const group = program.groupCount() > 0 ? 1 : 0;
  return (text) => {
    const matcher = program.matcher(text);
    const found: Found[] = [];
    while (matcher.find()) {
      const [start, end] = [matcher.start(group), matcher.end(group)];
      if (end <= start) continue;
      const canonical = text.slice(start, end);
      found.push({ start, end, canonical, wholeStart: matcher.start(), wholeEnd: matcher.end() });
    }
    return found;
  };
}

export const noStart =
  'give the pattern three characters of plain text, or begin it with \\b and four letters or digits, so that not every line has to be tried';
