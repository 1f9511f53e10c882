import { isLetter, testAt } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { exampleOf, patternOf } from './format.ts';
import { unsearched } from './source.ts';

/** The name that stands before a token, in lower case, the vendor, the formats of its tokens, parted by a blank, and the page that describes them. */
export type NamedDeclaration = readonly [name: string, vendor: string, formats: string, source?: string];

/** What may stand between the name and the token: the rest of a key, then `=`, `:` or the like, and a quote. */
const between = /^[\w.\- ]{0,48}["'`\]]{0,2}[ \t]{0,8}(?:=>|:=|={1,3}|:|,|>|%3[dD])[ \t]{0,8}["'`]{0,2}/;
const reach = 80;

/** Names what a key leads to that is no secret, though it may look like one. */
const harmless =
  /(?:sha|hash|commit|digest|revision|build|version|md5|trace|span|request|correlation|image|etag)/i;

export function namedToken([name, vendor, formats, source = unsearched]: NamedDeclaration): Detector {
  const all = formats.split(' ');
  const token = new RegExp(`^(?:${all.map(patternOf).join('|')})(?![A-Za-z0-9_])`);
  const id = `${vendor
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 34)}-named`;
  return {
    id,
    type: id,
    title: `${vendor} secret, by the vendor’s name before it`,
    category: 'credential',
    evidence: 'named',
    anchors: [name],
    verify: (hit) => verify(hit, token),
    get examples() {
      return all.map((format) => [`${name}_key = "${exampleOf(format)}"`, exampleOf(format)] as const);
    },
    counterExamples: [`${name} is ready`, `${name}: timeout after 30 s`],
    source,
  };
}

function verify({ text, start, end, limit, runs, spend }: Hit, token: RegExp): readonly Match[] {
  if (testAt(text, start - 1, isLetter) && testAt(text, start, (code) => code >= 97 && code <= 122)) {
    // `blob` is not Lob; `MyLobKey` is.
    return nothing;
  }
  spend(reach);
  const gap = between.exec(text.slice(end, end + reach))?.[0];
  if (gap === undefined || harmless.test(gap)) return nothing;
  const from = end + gap.length;
  const to = gap.includes('"') ? runs.limitAt(from) : limit;
  const found = token.exec(text.slice(from, Math.min(to, from + 256)))?.[0];
  const isKey = /["'`]$/.test(gap) && /key|token|secret|pass/i.test(gap);
  if (found === undefined || (!/\d/.test(found) && !isKey) || new Set(found).size <= 3) return nothing;
  return [{ start: from, end: from + found.length, canonical: found }];
}
