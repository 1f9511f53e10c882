/** Longer lines are cut, so that a file without line ends needs no more memory than others. */
export const maxLineLength = 1_048_576;

export interface Line {
  text: string;
  /** What ended it: a line end, or nothing where the input or the allowed length does. */
  end: string;
}

/** The lines of a stream of UTF-8, one at a time. */
export async function* linesOf(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n', from)) {
      yield* cut(rest.slice(from, at), '\n');
      from = at + 1;
    }
    rest = rest.slice(from);
    while (rest.length > maxLineLength) {
      yield { text: rest.slice(0, maxLineLength), end: '' };
      rest = rest.slice(maxLineLength);
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield { text: rest, end: '' };
}

function* cut(text: string, end: string): Generator<Line> {
  let from = 0;
  for (; text.length - from > maxLineLength; from += maxLineLength) {
    yield { text: text.slice(from, from + maxLineLength), end: '' };
  }
  yield { text: text.slice(from), end };
}
