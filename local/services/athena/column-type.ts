const SIMPLE: Readonly<Record<string, string>> = {
  bigint: 'BIGINT',
  binary: 'BLOB',
  boolean: 'BOOLEAN',
  char: 'VARCHAR',
  date: 'DATE',
  double: 'DOUBLE',
  float: 'FLOAT',
  int: 'INTEGER',
  integer: 'INTEGER',
  smallint: 'SMALLINT',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  tinyint: 'TINYINT',
  varchar: 'VARCHAR',
};

/**
 * DuckDB's name for a Hive column type, as Glue tables declare them: `array<string>` is `VARCHAR[]`.
 *
 * @throws Error naming the part that is not a type.
 */
export function duckType(hiveType: string): string {
  const type = hiveType.trim().toLowerCase();
  const [, container, inner = ''] = /^(array|map|struct)<(.*)>$/s.exec(type) ?? [];
  switch (container) {
    case 'array':
      return `${duckType(inner)}[]`;
    case 'map': {
      const [key = '', value = ''] = splitTopLevel(inner);
      return `MAP(${duckType(key)}, ${duckType(value)})`;
    }
    case 'struct':
      return `STRUCT(${splitTopLevel(inner).map(structField).join(', ')})`;
    default:
      return simpleType(type);
  }
}

/** An identifier, quoted, so that no column name can be anything but a name. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function structField(field: string): string {
  const colon = field.indexOf(':');
  return `${quoted(field.slice(0, colon).trim())} ${duckType(field.slice(colon + 1))}`;
}

function simpleType(type: string): string {
  const [, name = '', parameters] = /^(\w+)(\(\s*\d+\s*(?:,\s*\d+\s*)?\))?$/.exec(type) ?? [];
  if (name === 'decimal') return `DECIMAL${parameters ?? '(10, 0)'}`;
  const known = SIMPLE[name];
  if (known === undefined) throw new Error(`${type} is not a column type that is played here.`);
  return known;
}

/** Parts at the commas that stand outside of `<>` and `()`. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, character] of [...text].entries()) {
    if ('<('.includes(character)) depth++;
    if ('>)'.includes(character)) depth--;
    if (character !== ',' || depth > 0) continue;
    parts.push(text.slice(start, index));
    start = index + 1;
  }
  return [...parts, text.slice(start)];
}
