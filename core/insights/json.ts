/** A number as JSON writes it, since 64-bit identifiers do not survive as doubles. */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A list or map that a query holds, made by `jsonParse`, `split` or `parse … logfmt`. */
export class Structure {
  readonly value: object;

  constructor(value: object) {
    this.value = value;
  }

  get elements(): readonly unknown[] | undefined {
    return Array.isArray(this.value) ? this.value : undefined;
  }

  /** What stands at the end of the steps, as far as there is anything. */
  at(steps: readonly (string | number)[]): unknown {
    let current: unknown = this.value;
    for (const step of steps) {
      if (typeof current !== 'object' || current === null || current instanceof WrittenNumber)
        return undefined;
      current = Object.hasOwn(current, step) ? Reflect.get(current, step) : undefined;
    }
    return current;
  }

  toString(): string {
    return writeJson(this.value);
  }
}

/** Deeper values are left alone, so that hostile nesting costs nothing. */
const maxDepth = 50;

/** Reads JSON with its numbers as written; undefined if the text is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text, keepNumbers);
  } catch {
    return undefined;
  }
}

/** Reads JSON the fast way: undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Such as 1.50, 1e3, -0 or more digits than a double keeps. */
const oddNumber = /(?:"\s*:|[,[])\s*(?:-?(?:[\d.]{16}|\d+\.?\d*[eE]|\d+\.\d*0(?!\d)|0\.000000)|-0(?![.\d]))/;

/** May the JSON text hold a number that JavaScript would write in another way? */
export function hasOddNumber(text: string): boolean {
  return oddNumber.test(text);
}

function keepNumbers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? new WrittenNumber(context?.source ?? String(value)) : value;
}

/** The JSON value as an expression knows it: texts, numbers and booleans as text, `null` as nothing. */
export function jsonValue(value: unknown): string | Structure | null {
  if (value instanceof WrittenNumber) return value.text;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'object' && value !== null ? new Structure(value) : null;
}

function writeJson(value: unknown, depth = 0): string {
  if (value instanceof WrittenNumber) return value.text;
  if (typeof value !== 'object' || value === null || depth > maxDepth) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((each) => writeJson(each, depth + 1)).join(',')}]`;
  const entries = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}:${writeJson(each, depth + 1)}`,
  );
  return `{${entries.join(',')}}`;
}
