import { AwsError, type Caller } from '../../aws/types.ts';
import { type Input, integer, optionalText, text, texts } from '../wire/input.ts';
import { type GroupStore, nameOfGroup } from './group-store.ts';
import { MAX_PAGE, paged } from './page.ts';
import type { InsightsQueries, QueryRun } from './queries.ts';

const MAX_GROUPS_PER_QUERY = 50;

/** The log groups, and the queries that run over them. */
export interface Insights {
  groups: GroupStore;
  queries: InsightsQueries;
}

export function startQuery({ groups, queries }: Insights, input: Input, caller: Caller): object {
  const names = queriedGroups(input);
  for (const name of names) groups.authorize(caller, 'StartQuery', groups.arn(name));
  const from = integer(input, 'startTime', {}) * 1000;
  const to = integer(input, 'endTime', {}) * 1000;
  if (from > to) throw new AwsError('InvalidParameterException', 'startTime lies after endTime.');
  const language = optionalText(input, 'queryLanguage') ?? 'CWLI';
  if (language !== 'CWLI') {
    throw new AwsError('InvalidParameterException', `The query language ${language} is not played here.`);
  }
  const run = queries.start({
    text: text(input, 'queryString'),
    groups: names.map((name) => groups.get(name)),
    from,
    to,
    limit: integer(input, 'limit', { min: 1, max: MAX_PAGE, otherwise: MAX_PAGE }),
  });
  return { queryId: run.id };
}

export function getQueryResults(insights: Insights, input: Input, caller: Caller): object {
  const run = authorizedRun(insights, input, { caller, operation: 'GetQueryResults' });
  const results = run.rows.map((row) => [...row].map(([field, value]) => ({ field, value })));
  return { queryLanguage: 'CWLI', results, statistics: run.statistics, status: run.status };
}

export function stopQuery(insights: Insights, input: Input, caller: Caller): object {
  insights.queries.stop(authorizedRun(insights, input, { caller, operation: 'StopQuery' }));
  return { success: true };
}

export function describeQueries({ groups, queries }: Insights, input: Input, caller: Caller): object {
  groups.authorize(caller, 'DescribeQueries', '*');
  const groupName = optionalText(input, 'logGroupName');
  const status = optionalText(input, 'status');
  const runs = queries
    .list()
    .filter((run) => groupName === undefined || run.groups.some(({ name }) => name === groupName))
    .filter((run) => status === undefined || run.status === status);
  const { page, nextToken } = paged(runs, input, { name: 'maxResults', otherwise: 1000 });
  const described = page.map((run) => ({
    queryLanguage: 'CWLI',
    queryId: run.id,
    queryString: run.text,
    status: run.status,
    createTime: run.createdAt,
    logGroupName: run.groups[0]?.name,
  }));
  return { queries: described, ...nextToken };
}

/** Sources disagree on whether these actions know log groups, so that a grant on `*` or on every group will do. */
function authorizedRun(
  { groups, queries }: Insights,
  input: Input,
  { caller, operation }: { caller: Caller; operation: string },
): QueryRun {
  const run = queries.find(text(input, 'queryId'));
  try {
    for (const { name } of run.groups) groups.authorize(caller, operation, groups.arn(name));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    groups.authorize(caller, operation, '*');
  }
  return run;
}

function queriedGroups(input: Input): string[] {
  const single = optionalText(input, 'logGroupName');
  const several = [...texts(input, 'logGroupNames'), ...texts(input, 'logGroupIdentifiers')].map(nameOfGroup);
  const names = single === undefined ? several : [single, ...several];
  if (names.length > 0 && names.length <= MAX_GROUPS_PER_QUERY) return names;
  throw new AwsError(
    'InvalidParameterException',
    `A query names 1 to ${MAX_GROUPS_PER_QUERY} log groups, got ${names.length}.`,
  );
}
