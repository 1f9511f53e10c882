import { isAlphanumeric, oneOf, skipWhile, startsToken, testAt } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { compileFormat, exampleOf, type Format, gateForAll } from './format.ts';

/** A kind of token that its issuer has documented: an id, a title, its formats in our notation, and where they are described. */
export type TokenDeclaration = readonly [id: string, title: string, formats: string, source: string];

/** Formats are parted by a blank. */
export function tokenFormat([id, title, formats, source]: TokenDeclaration): Detector {
  const all = formats.split(' ');
  const compiled = all.map(compileFormat);
  return {
    id,
    type: id,
    title,
    category: 'credential',
    evidence: 'shape',
    anchors: [...new Set(compiled.map(({ anchor }) => anchor))],
    gateOf: (at) => gateForAll(compiled.filter(({ anchor }) => anchor === at)),
    verify: (hit) => verify(hit, compiled),
    get examples() {
      return all.map((format) => [`got ${exampleOf(format)} here`, exampleOf(format)] as const);
    },
    get counterExamples() {
      return all.map((format) => `about ${format.replace(/\{.*/, '')}`);
    },
    source,
  };
}

const isOfToken = oneOf('+/=_.~%-', isAlphanumeric);

function verify(hit: Hit, formats: readonly Format[]): readonly Match[] {
  const { text, spend } = hit;
  // What begins with a sign, such as `&sig=`, may follow anything.
  const isAtStart = startsToken(text, hit.start, isAlphanumeric) || !testAt(text, hit.start, isAlphanumeric);
  const written = text.slice(hit.start, hit.end).toLowerCase();
  let longest: Match | undefined;
  for (const { anchor, head, headLength, tail, tailLength } of formats) {
    if (written !== anchor) continue;
    let { start } = hit;
    if (head !== undefined) {
      spend(headLength);
      const before = head.exec(text.slice(Math.max(0, start - headLength), start));
      if (!before) continue;
      start -= before[0].length;
    } else if (!isAtStart) continue;
    tail.lastIndex = hit.start;
    if (!tail.test(text)) {
      // It may have read all of a long word, and gone back through it, to tell that it is too long.
      spend(2 * (skipWhile(text, hit.start, hit.start + tailLength, isOfToken) - hit.start));
      continue;
    }
    const end = tail.lastIndex;
    spend(end - start);
    if (standsFor(text.slice(start, end), anchor)) continue;
    const isLonger = longest === undefined || end - start > longest.end - longest.start;
    if (end <= hit.limit && isLonger) longest = { start, end, canonical: text.slice(start, end) };
  }
  return longest ? [longest] : nothing;
}

/** Documentation writes `x` again and again, and code has words behind the same prefix; random text is neither. */
function standsFor(token: string, anchor: string): boolean {
  if (anchor.length <= 2) return anchor.endsWith('.') && !/\d/.test(token);
  const rest = token.slice(anchor.length);
  return rest.length >= 20 && (new Set(rest.slice(-20)).size <= 3 || /^(?:[a-z_]+|[A-Z_]+)$/.test(rest));
}
