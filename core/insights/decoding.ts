import type { Query } from './syntax.ts';
import { commandExpressions, visitExpressions } from './walk.ts';

/** Functions that can write what their input did not show: they decode, or put pieces together. */
const decodingFunctions: ReadonlySet<string> = new Set([
  'base64decode',
  'urldecode',
  'hextoascii',
  'hextodec',
  'jsonparse',
  'concat',
  'replace',
  'regexreplace',
]);

/** Can the query's answer show text that none of its rows shows? */
export function decodes(query: Query): boolean {
  let found = false;
  for (const expression of query.commands.flatMap(commandExpressions)) {
    visitExpressions(expression, (part) => {
      if (part.kind === 'call' && decodingFunctions.has(part.name.toLowerCase())) found = true;
    });
  }
  return found;
}
