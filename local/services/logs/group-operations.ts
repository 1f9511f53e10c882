import { AwsError, type Caller } from '../../aws/types.ts';
import { type Input, optionalText, text } from '../wire/input.ts';
import type { GroupStore } from './group-store.ts';
import { paged } from './page.ts';

export function createLogGroup(groups: GroupStore, input: Input, caller: Caller): void {
  const name = text(input, 'logGroupName');
  groups.authorize(caller, 'CreateLogGroup', groups.arn(name));
  if (groups.has(name)) throw alreadyExists('log group', name);
  groups.ensure(name);
}

export function createLogStream(groups: GroupStore, input: Input, caller: Caller): void {
  const name = text(input, 'logStreamName');
  const groupName = text(input, 'logGroupName');
  groups.authorize(caller, 'CreateLogStream', groups.streamArn(groupName, name));
  const group = groups.get(groupName);
  if (group.streams.has(name)) throw alreadyExists('log stream', name);
  group.createStream(name, groups.now());
}

export function describeLogGroups(groups: GroupStore, input: Input, caller: Caller): object {
  groups.authorize(caller, 'DescribeLogGroups', '*');
  const prefix = optionalText(input, 'logGroupNamePrefix') ?? '';
  const names = groups.names().filter((name) => name.startsWith(prefix));
  const { page, nextToken } = paged(names, input, { name: 'limit', otherwise: 50 });
  const logGroups = page.map((name) => {
    const { createdAt, storedBytes, retentionDays } = groups.get(name);
    const arn = groups.arn(name);
    return {
      logGroupName: name,
      arn,
      logGroupArn: arn.slice(0, -2),
      creationTime: createdAt,
      storedBytes,
      ...(retentionDays !== undefined && { retentionInDays: retentionDays }),
      logGroupClass: 'STANDARD',
    };
  });
  return { logGroups, ...nextToken };
}

export function describeLogStreams(groups: GroupStore, input: Input, caller: Caller): object {
  const group = groups.authorized(input, caller, 'DescribeLogStreams');
  const prefix = optionalText(input, 'logStreamNamePrefix') ?? '';
  const streams = [...group.streams.values()].filter(({ name }) => name.startsWith(prefix));
  const byTime = optionalText(input, 'orderBy') === 'LastEventTime';
  streams.sort((a, b) => (byTime ? (a.lastEventAt ?? 0) - (b.lastEventAt ?? 0) : a.name < b.name ? -1 : 1));
  if (input['descending'] === true) streams.reverse();
  const { page, nextToken } = paged(streams, input, { name: 'limit', otherwise: 50 });
  const logStreams = page.map((stream) => ({
    logStreamName: stream.name,
    arn: groups.streamArn(group.name, stream.name),
    creationTime: stream.createdAt,
    firstEventTimestamp: stream.firstEventAt,
    lastEventTimestamp: stream.lastEventAt,
    lastIngestionTime: stream.lastIngestionAt,
  }));
  return { logStreams, ...nextToken };
}

function alreadyExists(kind: string, name: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', `The specified ${kind} already exists: ${name}`);
}
