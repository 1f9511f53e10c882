import { jsonValue, readJson, Structure } from '../json.ts';
import { toText, type Value } from '../values.ts';
import { onText, type ScalarFunction, scalar } from './scalar.ts';

export const structureFunctions: readonly (readonly [string, ScalarFunction])[] = [
  scalar('jsonParse(text)', ([a]) => onText(a, (text) => jsonValue(readJson(text))), {
    makesStructure: true,
  }),
  scalar('jsonStringify(value)', ([a]) => (a instanceof Structure ? a.toString() : null)),
  scalar('jsonArraySize(value)', ([a]) => elementsOf(a)?.length ?? null),
  scalar('jsonArrayContains(value, element)', ([a, element]) => {
    const wanted = toText(element ?? null);
    const elements = elementsOf(a) ?? [];
    return Number(wanted !== null && elements.some((each) => toText(jsonValue(each)) === wanted));
  }),
];

/** Of a list, or of a text that is one as JSON. */
function elementsOf(value: Value | undefined): readonly unknown[] | undefined {
  if (value instanceof Structure) return value.elements;
  const text = toText(value ?? null);
  const read = text?.trimStart().startsWith('[') ? readJson(text) : undefined;
  return Array.isArray(read) ? read : undefined;
}
