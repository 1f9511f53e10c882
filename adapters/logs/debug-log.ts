import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { DebugLine, DebugLog } from '../../core/audit/debug.ts';
import { clientSettings } from '../aws-client.ts';

/** FilterLogEvents takes patterns of 1,024 characters (CloudWatch Logs API reference). */
const maxPattern = 1_024;
/** A page may be empty and still have a next one. So many, and so many ids, are looked at within a call of the API. */
const maxPages = 10;
const maxPatterns = 5;
const maxLines = 2_000;
/** A line may have a stack in it; one that is longer than this tells nothing more. */
const maxText = 4_000;

/** The logs of the functions, by their names, each in a log group below the prefix. */
export function debugLog({ prefix, functions }: { prefix: string; functions: readonly string[] }): DebugLog {
  const client = new CloudWatchLogsClient(clientSettings);
  const search = async (from: string, filterPattern: string, startTime: number, endTime: number) => {
    const lines: DebugLine[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const answer = await client.send(
        new FilterLogEventsCommand({
          logGroupName: prefix + from,
          filterPattern,
          startTime,
          endTime,
          nextToken,
        }),
      );
      for (const { timestamp: timeMs = 0, message = '' } of answer.events ?? []) {
        lines.push({ timeMs, from, text: message.trimEnd().slice(0, maxText) });
      }
      nextToken = answer.nextToken;
      if (nextToken === undefined) return { lines, isCut: false };
    }
    return { lines, isCut: true };
  };
  return {
    async find({ ids, fromMs, toMs }) {
      const patterns = patternsOf(ids);
      const found: Awaited<ReturnType<typeof search>>[] = [];
      // One group after the other: the account has a few of these calls a second.
      for (const from of functions) {
        for (const pattern of patterns.slice(0, maxPatterns)) {
          found.push(await search(from, pattern, fromMs, toMs).catch(noneWhereNothingRan));
        }
      }
      // A line with ids of two patterns is found twice.
      const lines = new Map(
        found.flatMap((each) => each.lines).map((line) => [`${line.timeMs} ${line.from} ${line.text}`, line]),
      );
      return {
        lines: [...lines.values()].slice(0, maxLines),
        isCut: patterns.length > maxPatterns || lines.size > maxLines || found.some(({ isCut }) => isCut),
      };
    },
  };
}

/** Patterns that match a line with any of the ids: `?"a" ?"b"`. */
function patternsOf(ids: readonly string[]): string[] {
  const patterns: string[] = [];
  for (const id of ids) {
    const term = `?"${id.replaceAll(/["\\]/g, '')}"`;
    const last = patterns.at(-1);
    if (last !== undefined && last.length + term.length < maxPattern)
      patterns[patterns.length - 1] = `${last} ${term}`;
    else patterns.push(term);
  }
  return patterns;
}

function noneWhereNothingRan(error: unknown) {
  if (error instanceof ResourceNotFoundException) return { lines: [], isCut: false };
  throw error;
}
