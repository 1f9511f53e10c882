import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';

/** Where users and passwords stand in names of data sources that are no URLs. */
const shapes: readonly (readonly [anchor: string, before: RegExp | undefined, after: RegExp | undefined])[] =
  [
    ['@tcp(', /[\w.-]{1,64}:([^\s:@/"'[\]]{1,128})$/, undefined],
    ['@unix(', /[\w.-]{1,64}:([^\s:@/"'[\]]{1,128})$/, undefined],
    ['jdbc:oracle:', undefined, /^\w{3,4}:[\w.$#-]{1,64}\/([^\s@"']{1,128})@/],
    [':5432:', undefined, /^[\w*.-]{1,64}:[\w*.-]{1,64}:([^\s:"'[\]]{1,128})/],
    [' | chpasswd', /echo\s{1,4}(?:-\w\s)?["']?([\w.-]{1,64}:[^\s"']{1,128})["']?$/, undefined],
    ['| docker login', /echo\s{1,4}(?:-\w\s)?["']?([^\s"'|]{6,512})["']?\s$/, undefined],
  ];
const beforeReach = 256;
const afterReach = 272;

export const dataSource: Detector = {
  id: 'data-source-password',
  type: 'password',
  title: 'Password in the name of a data source or piped to a command',
  category: 'credential',
  evidence: 'named',
  anchors: shapes.map(([anchor]) => anchor),
  verify,
  examples: [
    ['dsn app:kq83hZ0pLm@tcp(db:3306)/shop', 'kq83hZ0pLm'],
    ['jdbc:oracle:thin:app/kq83hZ0pLm@db:1521/shop', 'kq83hZ0pLm'],
    ['db.internal:5432:shop:app:kq83hZ0pLm', 'kq83hZ0pLm'],
    ['echo "frank:kq83hZ0pLm" | chpasswd', 'frank:kq83hZ0pLm'],
  ],
  counterExamples: [
    'jdbc:oracle:thin:@db:1521/shop',
    'app@tcp(db:3306)/shop',
    'echo $TOKEN | docker login',
    'listening on localhost:5432: ready',
  ],
  source:
    'Go MySQL driver, "DSN"; Oracle JDBC developer’s guide; PostgreSQL documentation, "The Password File"',
};

function verify({ text, start, end, limit, level, maskEndAt, spend }: Hit): readonly Match[] {
  const anchor = text.slice(start, end).toLowerCase();
  const shape = shapes.find(([literal]) => literal === anchor);
  if (!shape) return nothing;
  const [, before, after] = shape;
  const [from, to] = before
    ? [Math.max(0, start - beforeReach), start]
    : [end, Math.min(limit, end + afterReach)];
  spend(to - from);
  const found = (before ?? after)?.exec(text.slice(from, to));
  const value = found?.[1];
  if (!found || value === undefined || /^\$/.test(value)) return nothing;
  if (isPlaceholder(value, 'assigned', level) || isMasked(value, maskEndAt)) return nothing;
  const at = from + found.index + found[0].lastIndexOf(value);
  return [{ start: at, end: at + value.length, canonical: value }];
}
