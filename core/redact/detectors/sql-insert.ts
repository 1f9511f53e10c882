import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';

export const sqlInsert: Detector = {
  id: 'sql-insert',
  type: 'password',
  title: 'Secret in the values of an INSERT, by the name of its column',
  category: 'credential',
  evidence: 'named',
  anchors: ['insert into ', 'replace into '],
  verify,
  examples: [
    ["INSERT INTO users (login, password) VALUES ('frank', 'kq83 hZ')", 'kq83 hZ'],
    ["insert into `t` (`id`,`api_token`,`at`) values (7,'kq83hZ',now())", 'kq83hZ'],
  ],
  counterExamples: [
    "INSERT INTO users (login, email_verified) VALUES ('frank', 'yes')",
    "INSERT INTO users VALUES ('frank')",
    'INSERT INTO users (login, password) VALUES ($1, $2)',
    'insert into the slot',
  ],
  source: 'ISO/IEC 9075-2, insert statement',
};

const reach = 2_048;
const columnsOf = /^[\w."`[\]]{1,128}\s{0,4}\(([^()]{1,1024})\)\s{0,8}values?\s{0,4}\(/i;
const isSecret =
  /pass(?:word|wd|phrase|code)?$|pwd$|secret$|token$|api_?key$|private_?key$|password_?hash$|salt$/i;
const item =
  /\s{0,8}(?:[NE]?'((?:[^'\\]|''|\\.){0,512})'|"((?:[^"\\]|\\.){0,512})"|([^,()']{1,256}(?:\([^()]{0,256}\))?))\s{0,8}(?=[,)])/y;

function verify({ text, end, level, maskEndAt, spend }: Hit): readonly Match[] {
  const head = columnsOf.exec(text.slice(end, end + reach));
  if (!head) return nothing;
  const columns = (head[1] ?? '').split(',').map((name) => name.replace(/[\s"`[\]]/g, ''));
  const matches: Match[] = [];
  let at = end + head[0].length;
  for (const column of columns) {
    item.lastIndex = at;
    const found = item.exec(text);
    if (!found) break;
    const value = found[1] ?? found[2];
    if (value !== undefined && isSecret.test(column)) {
      const start = at + found[0].indexOf(value, found[0].search(/['"]/) + 1);
      const isLeft = isPlaceholder(value, 'quoted', level) || isMasked(value, maskEndAt);
      if (!isLeft) matches.push({ start, end: start + value.length, canonical: value });
    }
    at = item.lastIndex + 1;
  }
  spend(at - end);
  return matches.length > 0 ? matches : nothing;
}
