import { AwsError, type Caller } from '../../aws/types.ts';
import { type Input, integer, objects, optionalText, text, texts } from '../wire/input.ts';
import { filterPattern } from './filter-pattern.ts';
import { type GroupStore, nameOfGroup, notFound } from './group-store.ts';
import type { Line } from './ingest.ts';
import type { LogGroup, StoredEvent } from './log-group.ts';
import { MAX_PAGE, paged } from './page.ts';

/** CloudWatch takes events up to 14 days old and 2 hours ahead. */
const MAX_AGE_MS = 14 * 86_400_000;
const MAX_AHEAD_MS = 2 * 3_600_000;

export function putLogEvents(groups: GroupStore, input: Input, caller: Caller): object {
  const streamName = text(input, 'logStreamName');
  const groupName = text(input, 'logGroupName');
  groups.authorize(caller, 'PutLogEvents', groups.streamArn(groupName, streamName));
  const group = groups.get(groupName);
  if (!group.streams.has(streamName)) throw notFound('log stream', streamName);
  const events = objects(input, 'logEvents').map((event) => ({
    timestamp: integer(event, 'timestamp', {}),
    message: text(event, 'message'),
  }));
  if (events.some((event, index) => event.timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw new AwsError('InvalidParameterException', 'Log events in a batch must be in chronological order.');
  }
  const now = groups.now();
  const isTooOld = ({ timestamp }: Line): boolean =>
    timestamp < now - Math.min(MAX_AGE_MS, group.retentionMs);
  const isTooNew = ({ timestamp }: Line): boolean => timestamp > now + MAX_AHEAD_MS;
  const accepted = events.filter((event) => !isTooOld(event) && !isTooNew(event));
  group.append(streamName, accepted, { now, stored: true });
  if (accepted.length === events.length) return {};
  const old = events.findLastIndex(isTooOld);
  const ahead = events.findIndex(isTooNew);
  return {
    rejectedLogEventsInfo: {
      ...(old < 0 ? {} : { tooOldLogEventEndIndex: old + 1 }),
      ...(ahead < 0 ? {} : { tooNewLogEventStartIndex: ahead }),
    },
  };
}

/** Tokens carry positions: `f/N` goes on at event N, `b/N` ends before it. */
export function getLogEvents(groups: GroupStore, input: Input, caller: Caller): object {
  const streamName = text(input, 'logStreamName');
  const groupName = nameOfGroup(optionalText(input, 'logGroupIdentifier') ?? text(input, 'logGroupName'));
  groups.authorize(caller, 'GetLogEvents', groups.streamArn(groupName, streamName));
  const group = groups.get(groupName);
  if (!group.streams.has(streamName)) throw notFound('log stream', streamName);
  const events = eventsBetween(groups, group, input).filter(({ stream }) => stream === streamName);
  const limit = integer(input, 'limit', { min: 1, max: MAX_PAGE, otherwise: MAX_PAGE });
  const [, direction, position] = /^([fb])\/(\d+)$/.exec(optionalText(input, 'nextToken') ?? '') ?? [];
  const at = Math.min(
    Number(position ?? (input['startFromHead'] === true ? 0 : events.length)),
    events.length,
  );
  const backwards = direction === 'b' || (direction === undefined && input['startFromHead'] !== true);
  const start = backwards ? Math.max(0, at - limit) : at;
  const end = backwards ? at : Math.min(at + limit, events.length);
  return {
    events: events.slice(start, end).map(({ timestamp, message, ingestionTime }) => ({
      timestamp,
      message,
      ingestionTime,
    })),
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  };
}

export function filterLogEvents(groups: GroupStore, input: Input, caller: Caller): object {
  const group = groups.authorized(input, caller, 'FilterLogEvents');
  const names = new Set(texts(input, 'logStreamNames'));
  const prefix = optionalText(input, 'logStreamNamePrefix') ?? '';
  const matches = filterPattern(optionalText(input, 'filterPattern') ?? '');
  const found = eventsBetween(groups, group, input).filter(
    ({ stream, message }) =>
      (names.size === 0 || names.has(stream)) && stream.startsWith(prefix) && matches(message),
  );
  const { page, nextToken } = paged(found, input, { name: 'limit', otherwise: MAX_PAGE });
  const events = page.map((event) => ({
    eventId: String(event.id),
    logStreamName: event.stream,
    timestamp: event.timestamp,
    message: event.message,
    ingestionTime: event.ingestionTime,
  }));
  return { events, searchedLogStreams: [], ...nextToken };
}

function eventsBetween(groups: GroupStore, group: LogGroup, input: Input): StoredEvent[] {
  const from = integer(input, 'startTime', { otherwise: 0 });
  const to = integer(input, 'endTime', { otherwise: Number.MAX_SAFE_INTEGER - 1 });
  return group.between(from, to, groups.now());
}
