/**
 * When a schedule is due next, in milliseconds since the epoch; `undefined` when never again. Played are
 * `rate(5 minutes)`, `at(2026-11-21T05:42:00)` and `cron(minute hour day month weekday year)`, all in UTC.
 * Source: "Schedule types", EventBridge Scheduler user guide.
 *
 * @throws Error for an expression that is not played.
 */
export function nextAt(expression: string, after: number): number | undefined {
  const [, kind, text = ''] = /^(rate|at|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return after + rateMs(text);
  if (kind === 'at') {
    const at = Date.parse(`${text}Z`);
    return at > after ? at : undefined;
  }
  if (kind === 'cron') return nextCron(text, after);
  throw new Error(`The schedule ${expression} is not played.`);
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function rateMs(text: string): number {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  const unitMs = UNITS[unit ?? ''];
  if (unitMs === undefined || Number(count) < 1) throw new Error(`rate(${text}) is no rate.`);
  return Number(count) * unitMs;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A cron expression that is due once in four years (29 February) is found; one that is never due is given up. */
const MAX_DAYS_AHEAD = 4 * 366;
const DAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTH_NAMES = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function nextCron(text: string, after: number): number | undefined {
  const [minute, hour, day, month, weekday, year] = text.split(/\s+/);
  if (minute === undefined || hour === undefined || year === undefined)
    throw new Error(`cron(${text}) is no cron.`);
  const minutes = values(minute, 0, 59);
  const hours = values(hour, 0, 23);
  const days = values(day ?? '*', 1, 31);
  const months = values(month ?? '*', 1, 12, MONTH_NAMES, 1);
  const weekdays = values(weekday ?? '*', 1, 7, DAY_NAMES, 1);
  const years = values(year, 1970, 2199);
  const earliest = Math.floor(after / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  for (let ahead = 0; ahead <= MAX_DAYS_AHEAD; ahead++) {
    const midnight = Math.floor(earliest / DAY_MS) * DAY_MS + ahead * DAY_MS;
    const date = new Date(midnight);
    if (!years.has(date.getUTCFullYear()) || !months.has(date.getUTCMonth() + 1)) continue;
    if (!days.has(date.getUTCDate()) || !weekdays.has(date.getUTCDay() + 1)) continue;
    for (const h of hours) {
      for (const m of minutes) {
        const at = midnight + h * 3_600_000 + m * MINUTE_MS;
        if (at >= earliest) return at;
      }
    }
  }
  return undefined;
}

/** The values of one cron field, ascending: `*`, `?`, `5`, `1-5`, `MON-FRI`, `0/15`, and lists of these. */
function values(field: string, low: number, high: number, names: string[] = [], firstName = 0): Set<number> {
  const number = (text: string): number => {
    const named = names.indexOf(text.toUpperCase());
    const value = named >= 0 ? named + firstName : Number(text);
    if (!(value >= low && value <= high)) throw new Error(`The cron field ${field} is not played.`);
    return value;
  };
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const isAny = from === '*' || from === '?';
    const start = isAny ? low : number(from);
    const end = isAny || (to === undefined && step !== undefined) ? high : number(to ?? from);
    for (let value = start; value <= end; value += Math.max(1, Number(step ?? 1))) found.add(value);
  }
  return new Set([...found].sort((a, b) => a - b));
}
