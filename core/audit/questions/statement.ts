import { dayMs, dayOf } from '../../day.ts';
import type { Parameter, Question } from './question.ts';

export interface Statement {
  /** With `?` in the places of parameters. */
  sql: string;
  /** Which parameter goes into each place, in order. */
  places: readonly string[];
}

/** A question as Athena takes it. */
export function statementOf({ sql }: Question): Statement {
  const places: string[] = [];
  const text = sql.replace(/:([a-z_]+)/g, (_, name: string) => {
    places.push(name);
    return '?';
  });
  return { sql: text, places };
}

type Filled =
  | { ok: true; values: Readonly<Record<string, string>> }
  | { ok: false; errors: { field: string; message: string }[] };

/** The value of every parameter: the one given, or the default of this moment. */
export function fillParameters(
  question: Question,
  given: Readonly<Record<string, string>>,
  now: number,
): Filled {
  const values: Record<string, string> = {};
  const errors = Object.keys(given)
    .filter((name) => !Object.hasOwn(question.parameters, name))
    .map((name) => ({ field: name, message: unknown(question, name) }));
  for (const [name, parameter] of Object.entries(question.parameters)) {
    const value = Object.hasOwn(given, name) ? given[name] : standard(parameter, now);
    const read = value === undefined ? undefined : readAs[parameter.type](value);
    if (read === undefined) {
      const problem = value === undefined ? 'is missing' : 'is not as it should be';
      errors.push({
        field: name,
        message: `${name} ${problem}: ${parameter.about}, such as ${parameter.example}`,
      });
    } else {
      values[name] = read;
    }
  }
  const { from, to } = values;
  if (from !== undefined && to !== undefined && to < from) {
    errors.push({ field: 'to', message: `to is ${to}, which is before from, ${from}` });
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, values };
}

/** A parameter's default in words; undefined for one that has to be given. */
export function defaultOf({ otherwise }: Parameter): string | undefined {
  if (otherwise === undefined || typeof otherwise === 'string') return otherwise;
  return otherwise.daysAgo === 0 ? 'today' : `${otherwise.daysAgo} days ago`;
}

/** Text as a literal of SQL, which is how Athena takes execution parameters. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function standard(parameter: Parameter, now: number): string | undefined {
  if (parameter.type === 'moment') return parameter.otherwise && new Date(now).toISOString();
  if (parameter.type !== 'day') return parameter.otherwise;
  if (!parameter.otherwise) return undefined;
  return dayOf(now - parameter.otherwise.daysAgo * dayMs);
}

/** Each gives the value as SQL casts it from text, or undefined for one that is not of the type. */
const readAs: Record<Parameter['type'], (text: string) => string | undefined> = {
  text: (text) => (text.length > 0 && text.length <= 512 ? text : undefined),
  number: (text) => (/^\d{1,9}$/.test(text) ? text : undefined),
  day: (text) => (isoOf(text, /^\d{4}-\d\d-\d\d$/)?.slice(0, 10) === text ? text : undefined),
  moment: (text) =>
    isoOf(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/)
      ?.replace('T', ' ')
      .slice(0, -1),
};

function isoOf(text: string, shape: RegExp): string | undefined {
  const ms = shape.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

function unknown({ name: question, parameters }: Question, name: string): string {
  return `${question} has no parameter ${name}; it has ${Object.keys(parameters).join(', ')}`;
}
