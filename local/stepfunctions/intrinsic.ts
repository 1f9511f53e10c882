import { randomUUID } from 'node:crypto';
import { type PathScope, readPath } from './path.ts';
import { runtimeError, StatesError } from './states-error.ts';

type Function = (...values: unknown[]) => unknown;

/** Source: "Intrinsics for JSONPath state machines", Step Functions developer guide. Others are refused. */
const FUNCTIONS: Readonly<Record<string, Function>> = {
  'States.Array': (...items) => items,
  'States.ArrayContains': (list, item) => array(list).some((each) => same(each, item)),
  'States.ArrayGetItem': (list, index) => array(list)[Number(index)],
  'States.ArrayLength': (list) => array(list).length,
  'States.Format': (template, ...values) => {
    let next = 0;
    return String(template).replaceAll(/\\([{}'\\])|\{\}/g, (_, escaped: string | undefined) =>
      escaped === undefined ? printed(values[next++]) : escaped,
    );
  },
  'States.JsonMerge': (left, right) => ({ ...Object(left), ...Object(right) }),
  'States.JsonToString': (value) => JSON.stringify(value),
  'States.MathAdd': (left, right) => Number(left) + Number(right),
  'States.StringSplit': (text, separators) =>
    String(text)
      .split(new RegExp(`[${String(separators).replaceAll(/[\\\]^-]/g, '\\$&')}]`))
      .filter(Boolean),
  'States.StringToJson': (text) => JSON.parse(String(text)),
  'States.UUID': () => randomUUID(),
};

/** Evaluates one call; its arguments are strings in single quotes, numbers, `true`, `false`, `null`, paths and calls. */
export function callIntrinsic(expression: string, scope: PathScope): unknown {
  const reader = new Reader(expression, scope);
  const value = reader.readValue();
  reader.expectEnd();
  return value;
}

/** How deep calls may stand in one another, as AWS has it. */
const MAX_DEPTH = 10;

class Reader {
  readonly #text: string;
  readonly #scope: PathScope;
  #at = 0;
  #depth = 0;

  constructor(text: string, scope: PathScope) {
    this.#text = text;
    this.#scope = scope;
  }

  readValue(): unknown {
    const quoted = this.#take(/\s*'((?:[^'\\]|\\.)*)'\s*/y);
    if (quoted) return quoted[1];
    const call = this.#take(/\s*(States\.\w+)\(\s*/y);
    if (call) return this.#call(call[1] ?? '');
    const plain = this.#take(/\s*([^,()\s]+)\s*/y)?.[1];
    if (plain === undefined) throw this.#invalid();
    if (plain.startsWith('$')) return readPath(plain, this.#scope);
    try {
      return JSON.parse(plain);
    } catch {
      throw this.#invalid();
    }
  }

  expectEnd(): void {
    if (this.#at !== this.#text.length) throw this.#invalid();
  }

  #call(name: string): unknown {
    const found = FUNCTIONS[name];
    if (!found || ++this.#depth > MAX_DEPTH)
      throw runtimeError(`The intrinsic function ${name} is not played.`);
    const values: unknown[] = [];
    while (!this.#take(/\)\s*/y)) {
      if (values.length > 0 && !this.#take(/,/y)) throw this.#invalid();
      values.push(this.readValue());
    }
    this.#depth--;
    try {
      return found(...values);
    } catch (error) {
      throw new StatesError(
        'States.IntrinsicFailure',
        `${name}: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #invalid(): StatesError {
    return runtimeError(`The expression ${this.#text} is not valid at character ${this.#at + 1}.`);
  }
}

function array(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error('an array was expected');
  return value;
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
