import { admit } from '../insights/firewall.ts';
import type { Token } from '../insights/lexer.ts';
import type { Redactor } from '../redact/engine.ts';

/**
 * The text of a query as it may stand in evidence: every literal, name and comment is redacted by itself, and what stands between
 * them stays.
 *
 * Threat: a text that only looks like the beginning of a secret, such as `# "password": [` or `'Authorization: Digest '`, would have
 * redaction hide the query behind it from auditors and from the watch. What is no query has run nowhere and is redacted as a whole,
 * since it may be anything.
 */
export function redactQuery(redactor: Redactor, text: string): string {
  const admitted = admit(text);
  if (!admitted.ok) return redactor.redact(text).text;
  const redact = redactingOnce(redactor);
  const pieces: string[] = [];
  const compared = new Compared();
  let end = 0;
  for (const run of runsOf(admitted.tokens)) {
    const { start } = run.span;
    // Blanks and comments.
    pieces.push(redact(text.slice(end, start)), redactRun(redact, run, compared.nameFor(run)));
    end = run.span.end;
  }
  return [...pieces, redact(text.slice(end))].join('');
}

/** Redacts a value, as that of a field if its name is given. */
type Redact = (value: string, name?: string) => string;

/** A query has few words and many of each, and a redactor takes its time even for a blank. */
function redactingOnce(redactor: Redactor): Redact {
  const known = new Map<string, string>();
  return (value, name) => {
    if (value.trim() === '') return value;
    const asked = JSON.stringify([value, name]);
    const redacted =
      known.get(asked) ??
      (name === undefined ? redactor.redact(value) : redactor.redactField(name, value)).text;
    known.set(asked, redacted);
    return redacted;
  };
}

/** Tokens that could be parts of one value, such as the digits of a card with dashes. */
interface Run extends Pick<Token, 'kind' | 'text' | 'value' | 'keyword' | 'span'> {
  /** Whether a parenthesis follows, as behind the name of a function. */
  isCalled: boolean;
}

function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  for (const [index, token] of tokens.entries()) {
    const isCalled = tokens[index + 1]?.text === '(';
    const last = runs.at(-1);
    if (last && isPartOfNumber(last) && isPartOfNumber(token) && last.span.end === token.span.start) {
      const text = last.text + token.text;
      const span = { start: last.span.start, end: token.span.end };
      runs[runs.length - 1] = { kind: 'number', text, value: text, keyword: '', span, isCalled };
    } else runs.push({ ...token, isCalled });
  }
  return runs;
}

const isPartOfNumber = ({ kind, text }: Pick<Token, 'kind' | 'text'>): boolean =>
  kind === 'number' || text === '-';

/** What stands within the marks of a string, a regular expression or a name in backticks is redacted, the marks stay. */
function redactRun(redact: Redact, { kind, text }: Run, name: string | undefined): string {
  if (kind === 'symbol') return text;
  const inner = text.at(-1);
  const isMarked = inner !== undefined && '"\'/`'.includes(inner);
  const from = isMarked ? text.indexOf(inner) + 1 : 0;
  const to = isMarked ? text.length - 1 : text.length;
  return text.slice(0, from) + redact(text.slice(from, to), name) + text.slice(to);
}

const comparing: ReadonlySet<string> = new Set([
  '=',
  '==',
  '!=',
  '=~',
  '<',
  '<=',
  '>',
  '>=',
  'like',
  'not',
  'in',
]);

/** Follows which field a value is compared with: that of a field called `password` is a secret, whatever it is. */
class Compared {
  #name: string | undefined;
  #isComparing = false;
  #isInList = false;

  /** The name of the field that this is compared with. */
  nameFor({ kind, value, keyword, isCalled }: Run): string | undefined {
    if (comparing.has(keyword)) this.#isComparing = true;
    else if (keyword === '[') this.#isInList = this.#isComparing;
    else if (keyword === ',' && this.#isInList) return undefined;
    else if (kind === 'symbol') this.#forget();
    else if (this.#isComparing && !isCalled) {
      const name = this.#name;
      if (!this.#isInList) this.#forget();
      return name;
    } else {
      this.#forget();
      if (kind === 'word' || kind === 'field') this.#name = value;
    }
    return undefined;
  }

  #forget(): void {
    this.#name = undefined;
    this.#isComparing = false;
    this.#isInList = false;
  }
}
