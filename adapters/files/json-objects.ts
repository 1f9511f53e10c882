const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Buffer.from('"\\{}[]');
/** No object of a listing is longer; a file that has one is no listing. */
const maxObjectBytes = 65_536;

/**
 * Cuts the JSON objects at one depth out of a text of any length, as it arrives: depth 0 for one object a line, 2 for those in the
 * lists of one object.
 */
export class JsonObjects {
  readonly #depth: number;
  /** What has arrived of an object that is not complete. */
  #rest: Buffer = Buffer.alloc(0);
  #level = 0;
  #isInString = false;
  #isEscaped = false;

  constructor(depth: number) {
    this.#depth = depth;
  }

  /**
   * Takes the next bytes and gives the texts of the objects that are complete.
   * @throws SyntaxError for an object that is too long
   */
  push(chunk: Uint8Array): string[] {
    const before = this.#rest.length;
    const bytes = Buffer.concat([this.#rest, chunk]);
    const texts: string[] = [];
    // Where the object starts that is being read; what is before it is not needed anymore.
    let start = before > 0 ? 0 : -1;
    let [level, isInString, isEscaped] = [this.#level, this.#isInString, this.#isEscaped];
    for (let at = before; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) isInString = false;
      } else if (byte === quote) isInString = true;
      else if (byte === openBrace || byte === openBracket) {
        if (byte === openBrace && level === this.#depth) start = at;
        level += 1;
      } else if (byte === closeBrace || byte === closeBracket) {
        level -= 1;
        if (level !== this.#depth || start < 0) continue;
        texts.push(bytes.toString('utf8', start, at + 1));
        start = -1;
      }
    }
    [this.#level, this.#isInString, this.#isEscaped] = [level, isInString, isEscaped];
    this.#rest = start < 0 ? Buffer.alloc(0) : bytes.subarray(start);
    if (this.#rest.length > maxObjectBytes) {
      throw new SyntaxError(`an object is longer than ${maxObjectBytes} bytes`);
    }
    return texts;
  }

  /** @throws SyntaxError when the text is not complete */
  end(): void {
    if (this.#level !== 0 || this.#isInString) throw new SyntaxError('it ends in the middle');
  }
}
