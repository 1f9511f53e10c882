/**
 * Athena's SQL (Trino's) for DuckDB: functions that differ only in name or shape are macros, the few differences that
 * are not functions are rewritten token by token, so that nothing inside a string is ever touched.
 */
export const MACROS: readonly string[] = [
  'approx_distinct(x) AS approx_count_distinct(x)',
  'approx_percentile(x, p) AS approx_quantile(x, p)',
  // A time in a zone has no type of its own in DuckDB: what is asked of it is its hour and day, which are those of the zone.
  'at_timezone(t, zone) AS timezone(zone, t)',
  'array_join(list, separator) AS array_to_string(list, separator)',
  `cardinality(x) AS CASE json_type(to_json(x)) WHEN 'ARRAY' THEN json_array_length(to_json(x))
    WHEN 'OBJECT' THEN len(json_keys(to_json(x))) END`,
  `date_add(unit, n, x) AS x + CASE lower(unit) WHEN 'second' THEN to_seconds(n) WHEN 'minute' THEN to_minutes(n)
    WHEN 'hour' THEN to_hours(n) WHEN 'day' THEN to_days(n) WHEN 'week' THEN to_days(7 * n)
    WHEN 'month' THEN to_months(n) WHEN 'year' THEN to_years(n) END`,
  'day_of_week(t) AS isodow(t)',
  // Trino counts whole units, DuckDB under this name the boundaries between them.
  'date_diff(unit, a, b) AS date_sub(unit, a, b)',
  'date_format(t, format) AS strftime(t, format)',
  'date_parse(text, format) AS strptime(text, format)',
  'element_at(x, k) AS x[k]',
  'from_iso8601_date(text) AS CAST(text AS DATE)',
  'from_iso8601_timestamp(text) AS CAST(text AS TIMESTAMPTZ)',
  'from_unixtime(seconds) AS to_timestamp(seconds)',
  'json_extract_scalar(json, path) AS json_extract_string(CAST(json AS JSON), path)',
  'json_format(json) AS CAST(json AS VARCHAR)',
  'json_parse(text) AS CAST(text AS JSON)',
  'map_agg(k, v) AS map(list(k), list(v))',
  'regexp_like(text, pattern) AS regexp_matches(text, pattern)',
  "to_iso8601(t) AS strftime(CAST(t AS TIMESTAMPTZ), '%Y-%m-%dT%H:%M:%S.%gZ')",
  'to_unixtime(t) AS epoch(t)',
  'with_timezone(t, zone) AS timezone(zone, t)',
];

/** MySQL's format letters, which Trino's date functions use, where strftime's differ. */
const FORMAT_LETTERS: Readonly<Record<string, string>> = {
  i: 'M',
  s: 'S',
  M: 'B',
  W: 'A',
  h: 'I',
  e: '-d',
  f: 'f',
};

type Token = { kind: 'word' | 'string' | 'space' | 'other'; text: string };

export function toDuckDb(sql: string): string {
  const tokens = tokenize(sql);
  translateFormats(tokens);
  keepDates(tokens);
  const joined = tokens.map(({ text }) => text).join('');
  return unnestMaps(joined);
}

/**
 * Puts execution parameters in the places of `?`, in order. They are SQL themselves, as on AWS: text comes quoted.
 *
 * @returns `undefined` when there are more or fewer of them than places.
 */
export function fillPlaces(sql: string, parameters: readonly string[]): string | undefined {
  const tokens = tokenize(sql);
  const places = tokens.filter(({ kind, text }) => kind === 'other' && text === '?');
  if (places.length !== parameters.length) return undefined;
  for (const [index, place] of places.entries()) place.text = parameters[index] ?? '';
  return tokens.map(({ text }) => text).join('');
}

/** Whether the text is one that only reads; Athena's other statements are not played. */
export function isReadOnly(sql: string): boolean {
  const first = tokenize(sql).find(({ kind, text }) => kind !== 'space' && text !== '(');
  return first !== undefined && ['select', 'with', 'values'].includes(first.text.toLowerCase());
}

/** Words of the text, lower-cased, also inside quoted identifiers: the names of tables are among them. */
export function wordsOf(sql: string): Set<string> {
  return new Set(sql.toLowerCase().match(/\w+/g) ?? []);
}

function tokenize(sql: string): Token[] {
  const pattern = /('(?:[^']|'')*')|(\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(\w+)|"(?:[^"]|"")*"|[\s\S]/g;
  return [...sql.matchAll(pattern)].map(([text, string, space, word]) => ({
    kind:
      string !== undefined ? 'string' : space !== undefined ? 'space' : word !== undefined ? 'word' : 'other',
    text,
  }));
}

/** The format of `date_format` and `date_parse` is their last argument, a literal. */
function translateFormats(tokens: Token[]): void {
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'word' || !/^date_(format|parse)$/i.test(text)) continue;
    const close = closing(tokens, index + 1);
    const last = tokens.slice(index, close).findLast((token) => token.kind !== 'space');
    if (last?.kind === 'string') {
      last.text = last.text.replace(
        /%([a-zA-Z])/g,
        (_, letter: string) => `%${FORMAT_LETTERS[letter] ?? letter}`,
      );
    }
  }
}

/** Arithmetic on `current_date` gives a date in Trino and a timestamp in DuckDB, which reads differently as text. */
function keepDates(tokens: Token[]): void {
  for (const [index, token] of tokens.entries()) {
    const word = token.text.toLowerCase();
    if (token.kind !== 'word') continue;
    if (word === 'current_date') {
      const ahead = tokens.slice(index + 1).filter(({ kind }) => kind !== 'space');
      const [operator, interval, count, unit] = ahead.map(({ text }) => text.toLowerCase());
      if (!/^[+-]$/.test(operator ?? '') || interval !== 'interval') continue;
      if (count === undefined || !/^(day|month|year)s?$/.test(unit ?? '')) continue;
      token.text = `CAST(${token.text}`;
      const end = ahead[3];
      if (end) end.text = `${end.text} AS DATE)`;
    }
    if (word === 'date_add') {
      const close = closing(tokens, index + 1);
      const last = tokens.slice(index, close).findLast(({ kind }) => kind !== 'space');
      const end = tokens[close];
      if (last?.text.toLowerCase() !== 'current_date' || !end) continue;
      token.text = `CAST(${token.text}`;
      end.text = ') AS DATE)';
    }
  }
}

/** Index of the parenthesis that closes the one at or after `from`; the end, if none does. */
function closing(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index++) {
    const { text } = tokens[index] ?? { text: '' };
    if (text === '(') depth++;
    if (text === ')' && --depth === 0) return index;
  }
  return tokens.length;
}

/** `UNNEST(m) AS t(k, v)` takes a map apart into two columns in Trino. */
function unnestMaps(sql: string): string {
  return sql.replace(
    /\bunnest\s*\(\s*([\w."]+)\s*\)\s*(?:as\s+)?(\w+)\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)/gi,
    'LATERAL (SELECT unnest(map_keys($1)), unnest(map_values($1))) AS $2($3, $4)',
  );
}
