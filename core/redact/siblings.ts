import type { Redaction, Redactor } from './engine.ts';

type Row = ReadonlyMap<string, string>;

/**
 * What has to stand for fields that are one value only together: the elements of a list as `card.0` to `card.3`, numbered parts as
 * `part1` and `part2`, the lines of a key in PEM, and the two halves of an address. Each of them gets the mask of the whole.
 */
export function masksOfSiblings(redactor: Redactor, row: Row): ReadonlyMap<string, Redaction> {
  const masks = new Map<string, Redaction>();
  for (const fields of numberedFields(row)) {
    const values = fields.map((field) => row.get(field) ?? '');
    const mask = maskOfKey(redactor, values) ?? maskOfShape(redactor, values);
    if (mask !== undefined) for (const field of fields) masks.set(field, mask);
  }
  for (const [field, value] of row) {
    const domain = row.get(field.replace(localPart, domainName));
    if (domain === undefined || domain === value || !localPart.test(field)) continue;
    const mask = maskOfAll(redactor, `${value}@${domain}`);
    if (mask?.findings[0]?.type === 'email') masks.set(field, mask);
  }
  return masks;
}

const localPart = /(?:user|local_?part|mailbox)(?![\s\S])/i;
const domainName = 'domain';

/** Fields whose names differ in the number at their end, in the order of their numbers; at most a key’s lines. */
function numberedFields(row: Row): string[][] {
  const lists = new Map<string, { field: string; number: number }[]>();
  for (const field of row.keys()) {
    const [, name, number] = /^(.*?)(\d{1,3})$/s.exec(field) ?? [];
    if (name === undefined) continue;
    const list = lists.get(name) ?? [];
    lists.set(name, list);
    list.push({ field, number: Number(number) });
  }
  return [...lists.values()]
    .filter((list) => list.length > 1)
    .map((list) => list.sort((a, b) => a.number - b.number).map(({ field }) => field));
}

function maskOfKey(redactor: Redactor, values: readonly string[]): Redaction | undefined {
  if (!values.some((value) => value.includes('-----'))) return undefined;
  const mask = maskOfAll(redactor, values.join('\n'));
  return mask?.findings[0]?.type === 'private-key' ? mask : undefined;
}

const maxParts = 8;
/** Shorter numbers are measures: enough of them look like a card. */
const part = /^(?:\d{3,32}|(?!\d+$)[^\s[\]]{2,64})$/;

function maskOfShape(redactor: Redactor, values: readonly string[]): Redaction | undefined {
  if (values.length > maxParts || !values.every((value) => part.test(value))) return undefined;
  return maskOfAll(redactor, values.join(''));
}

/** The mask of a text that is one value and nothing else. */
function maskOfAll(redactor: Redactor, text: string): Redaction | undefined {
  const redaction = redactor.redact(text);
  const [only] = redaction.findings;
  return only?.start === 0 && only.end === text.length ? redaction : undefined;
}
