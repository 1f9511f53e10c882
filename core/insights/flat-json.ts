/**
 * A key as it stands in a text, from behind its quote up to its value, by the way in which the text writes quotes. These are
 * everywhere in it, so that a search for them would stop often.
 */
export interface FlatKey {
  readonly plain: string;
  readonly escaped: string;
}

/** Undefined if the key cannot stand in a text without escapes. */
export function flatKey(key: string): FlatKey | undefined {
  return /["\\]/.test(key) ? undefined : { plain: `${key}":`, escaped: `${key}\\":` };
}

/**
 * A message that is one JSON object without lists, objects or escapes in it, as most are: then values can be cut out of
 * the text as it is, which is much faster than making an object of it, and numbers are as written.
 */
export interface FlatJson {
  /** The text of the value with the key; undefined if there is none or it is null. The last one counts, as in JSON. */
  value(key: FlatKey): string | undefined;
}

/** Longer texts might have more fields than are discovered. */
const maxLength = 4_000;

/** Reads a message. */
export function readFlat(message: string): FlatJson | undefined {
  return message.length <= maxLength && plain.test(message) ? new Flat(message, false) : undefined;
}

/** Reads a message as it stands inside a JSON text, with a backslash before each quote. */
export function readFlatEscaped(written: string): FlatJson | undefined {
  return written.length <= maxLength && escaped.test(written) ? new Flat(written, true) : undefined;
}

const plain = form('"');
const escaped = form('\\\\"');

/** One reading of each character, so that it takes linear time. */
function form(quote: string): RegExp {
  const text = `${quote}[^"\\\\\\x00-\\x1f]*${quote}`;
  const number = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';
  const pair = `${text}: ?(?:${text}|${number}|true|false|null)`;
  return new RegExp(`^\\{${pair}(?:, ?${pair})*\\}$`);
}

class Flat implements FlatJson {
  readonly #text: string;
  readonly #isEscaped: boolean;

  constructor(text: string, isEscaped: boolean) {
    this.#text = text;
    this.#isEscaped = isEscaped;
  }

  value(key: FlatKey): string | undefined {
    const text = this.#text;
    const quote = this.#isEscaped ? '\\"' : '"';
    const name = this.#isEscaped ? key.escaped : key.plain;
    let at = -1;
    for (let next = text.indexOf(name); next >= 0; next = text.indexOf(name, next + name.length)) {
      if (text.startsWith(quote, next - quote.length)) at = next + name.length;
    }
    if (at < 0) return undefined;
    if (text.charCodeAt(at) === blank) at += 1;
    if (text.startsWith(quote, at)) {
      const begin = at + quote.length;
      return text.slice(begin, text.indexOf(quote, begin));
    }
    const comma = text.indexOf(',', at);
    const value = text.slice(at, comma < 0 ? text.length - 1 : comma);
    return value === 'null' ? undefined : value;
  }
}

const blank = 32;
