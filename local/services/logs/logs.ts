import type { AwsRequest, AwsResponse, AwsService, Installation, Resource } from '../../aws/types.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../../provisioner.ts';
import { integer, text } from '../wire/input.ts';
import { handleJson, type JsonOperation } from '../wire/json-protocol.ts';
import { filterLogEvents, getLogEvents, putLogEvents } from './event-operations.ts';
import {
  createLogGroup,
  createLogStream,
  describeLogGroups,
  describeLogStreams,
} from './group-operations.ts';
import { GroupStore } from './group-store.ts';
import { followFile, type Line } from './ingest.ts';
import type { LogGroup } from './log-group.ts';
import { InsightsQueries } from './queries.ts';
import { describeQueries, getQueryResults, startQuery, stopQuery } from './query-operations.ts';

/** CloudWatch Logs of the stand-in, with Logs Insights. Keeps the newest 200,000 events of each group. */
export class Logs implements AwsService, Provisioner {
  readonly signingName = 'logs';
  readonly types = ['AWS::Logs::LogGroup', 'AWS::Logs::LogStream'] as const;
  readonly #groups: GroupStore;
  readonly #operations: Readonly<Record<string, JsonOperation>>;
  readonly #stopFollowing: (() => void)[] = [];

  constructor(installation: Installation) {
    const groups = new GroupStore(installation);
    const insights = { groups, queries: new InsightsQueries(installation) };
    this.#groups = groups;
    this.#operations = {
      CreateLogGroup: (input, caller) => createLogGroup(groups, input, caller),
      CreateLogStream: (input, caller) => createLogStream(groups, input, caller),
      DescribeLogGroups: (input, caller) => describeLogGroups(groups, input, caller),
      DescribeLogStreams: (input, caller) => describeLogStreams(groups, input, caller),
      PutLogEvents: (input, caller) => putLogEvents(groups, input, caller),
      GetLogEvents: (input, caller) => getLogEvents(groups, input, caller),
      FilterLogEvents: (input, caller) => filterLogEvents(groups, input, caller),
      StartQuery: (input, caller) => startQuery(insights, input, caller),
      GetQueryResults: (input, caller) => getQueryResults(insights, input, caller),
      StopQuery: (input, caller) => stopQuery(insights, input, caller),
      DescribeQueries: (input, caller) => describeQueries(insights, input, caller),
    };
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    return handleJson(request, this.#operations);
  }

  provision(resource: Resource): Provisioned {
    if (resource.type === 'AWS::Logs::LogStream') return this.#provisionStream(resource);
    const name = physicalName(resource, 'LogGroupName');
    const retained = resource.properties['RetentionInDays'] !== undefined;
    this.#groups.ensure(
      name,
      retained ? integer(resource.properties, 'RetentionInDays', { min: 1 }) : undefined,
    );
    const ignored = unknownProperties(resource, ['LogGroupName', 'RetentionInDays', 'Tags']);
    return { ref: name, attributes: { Arn: this.#groups.arn(name) }, ignored };
  }

  /** The group of that name, made when it does not exist yet. */
  ensureGroup(name: string): LogGroup {
    return this.#groups.ensure(name);
  }

  /**
   * Appends as an AWS service would: without credentials, groups and streams coming into being as needed. What is not
   * `stored` is gone after a restart.
   */
  append(groupName: string, streamName: string, lines: readonly Line[], { stored = true } = {}): void {
    this.#groups.ensure(groupName).append(streamName, lines, { now: this.#groups.now(), stored });
  }

  /**
   * Feeds a text file into a group and follows what is appended to it. Lines keep the times they state. They are not
   * stored again in the data folder: the file is read anew at the next start.
   */
  ingestFile(path: string, groupName: string): void {
    const stream = path.replaceAll(/[:*]/g, '_').slice(-512);
    const emit = (lines: Line[]): void => this.append(groupName, stream, lines, { stored: false });
    this.#stopFollowing.push(followFile(path, this.#groups.now, emit));
  }

  close(): void {
    for (const stop of this.#stopFollowing.splice(0)) stop();
  }

  #provisionStream(resource: Resource): Provisioned {
    const name = physicalName(resource, 'LogStreamName');
    this.#groups.get(text(resource.properties, 'LogGroupName')).createStream(name, this.#groups.now());
    const ignored = unknownProperties(resource, ['LogGroupName', 'LogStreamName']);
    return { ref: name, attributes: {}, ignored };
  }
}

export function createLogs(installation: Installation): Logs {
  return new Logs(installation);
}
