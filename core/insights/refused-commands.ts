import type { CommandEntry } from './commands.ts';
import type { Fault } from './error.ts';
import {
  readAppendCols,
  readCidrLookup,
  readDiff,
  readJoin,
  readLogCompare,
  readLookup,
  readRelevantFields,
  readUndocumented,
  readUnmask,
} from './parse-refused.ts';
import { readSource, readTimeRange } from './parse-source.ts';
import type { Span } from './syntax.ts';

/** A command that is read, so that its refusal can say what and where, and never runs. */
interface RefusedEntry extends CommandEntry {
  /** `refused` for what it could reach, `unsupported` for what is not known well enough to do the same. */
  readonly code: 'refused' | 'unsupported';
  /** Why, and the allowed way if there is one. */
  readonly reason: string;
}

const fixedGroups = 'your grant fixes the log groups';
const fixedTime = 'your grant and the time range of the request fix the time';
const secondRange = 'it reads a second time range, and the time range of the request is fixed';
const tables = 'it reads a lookup table, and your grant covers log groups only';
const undocumented = 'AWS does not document it';

/** Every command that the service knows and that is not allowed here, by lower-case name. */
export const refusedCommands: ReadonlyMap<string, RefusedEntry> = new Map<string, RefusedEntry>([
  refused('SOURCE "group" | logGroups(namePrefix: ["…"]) [START=-1d] [END=now]', fixedGroups, readSource),
  refused('START=-1d [END=now]', fixedTime, readTimeRange('from')),
  refused('END=now [START=-1d]', fixedTime, readTimeRange('to')),
  refused(
    'join [type=inner|left] left=a right=b where a.id=b.id ( query )',
    `it reads other log groups, and ${fixedGroups}`,
    readJoin,
  ),
  refused(
    'appendcols [override=bool] [max=number] ( query )',
    'it runs a second query, which your grant does not cover',
    readAppendCols,
  ),
  refused('lookup table column [as field], … OUTPUT column, …', tables, readLookup),
  refused('cidrlookup table field [as column] OUTPUT|OUTPUTNEW column [as field], …', tables, readCidrLookup),
  refused('unmask', 'it shows what data protection has masked', readUnmask),
  refused('diff [previousDay|previousWeek|previousMonth]', secondRange, readDiff),
  refused('logcompare timeshift 7d', secondRange, readLogCompare),
  unsupported(
    'anomaly',
    'AWS does not say how it finds anomalies. Use `pattern @message | sort @sampleCount asc`',
    (cursor, start) => ({ kind: 'anomaly', span: cursor.spanFrom(start) }),
  ),
  unsupported(
    'estimate',
    'it tells what a query would scan, without running it. The answer to a query tells what it scanned',
    (cursor, start) => ({ kind: 'estimate', span: cursor.spanFrom(start) }),
  ),
  unsupported(
    'relevantfields [field, …] where condition',
    'AWS does not say how it scores fields. Use `filter condition | stats count(*) by field`',
    readRelevantFields,
  ),
  unsupported('search …', `${undocumented}. Use \`filter @message like "text"\``, readUndocumented('search')),
  unsupported('order …', `${undocumented}. Use \`sort field desc\``, readUndocumented('order')),
  unsupported('head …', `${undocumented}. Use \`limit 20\``, readUndocumented('head')),
  unsupported('tail …', `${undocumented}. Use \`sort @timestamp desc | limit 20\``, readUndocumented('tail')),
]);

/** The refusal of the command, whose name is shown as written. */
export function commandRefusal(name: string, span: Span): Fault {
  const { code, reason } = refusedCommands.get(name.toLowerCase()) ?? { code: 'refused', reason: '' };
  const what = code === 'refused' ? `\`${name}\` is not allowed here` : `\`${name}\` is not available here`;
  return { code, reason: `${what}: ${reason}`, span };
}

function refused(
  signature: string,
  reason: string,
  read: CommandEntry['read'],
): readonly [string, RefusedEntry] {
  return entry({ signature, code: 'refused', reason, read });
}

function unsupported(
  signature: string,
  reason: string,
  read: CommandEntry['read'],
): readonly [string, RefusedEntry] {
  return entry({ signature, code: 'unsupported', reason, read });
}

function entry(refusedEntry: RefusedEntry): readonly [string, RefusedEntry] {
  const [name = ''] = refusedEntry.signature.split(/[ =]/, 1);
  return [name.toLowerCase(), refusedEntry];
}
