import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { listQuestions } from '../output/questions.ts';
import { rowTable } from '../output/rows.ts';
import { allPages } from '../pages.ts';
import { patiently, poll } from '../poll.ts';
import type { Run } from '../run.ts';

/** Athena ends a statement after 30 minutes. */
const limitMs = 35 * 60_000;

interface Options {
  list?: boolean;
  named?: string;
  param: Readonly<Record<string, string>>;
}

/** `vitrine audit sql`: one SQL statement over the evidence, of one's own or with a name. */
export function auditSql(audit: Command, run: Run): void {
  audit
    .command('sql')
    .description('ask the evidence: a question that has a name, or one SELECT of your own')
    .argument(
      '[sql]',
      'such as "SELECT actor, count(*) FROM history WHERE dt = DATE \'2026-11-21\' GROUP BY actor"',
    )
    .option('--list', 'list the questions that have names')
    .option('--named <question>', 'ask this question')
    .option(
      '--param <name=value>',
      'a value that the question asks for; repeat it for more',
      addParameter,
      {},
    )
    .action(
      run(async (context, sql: string | undefined, options: Options) => {
        if (options.list) listQuestions(context.terminal);
        else await printAnswer(context, await start(context, sql, options));
      }),
    );
}

async function start(
  { api, showSource }: Context,
  sql: string | undefined,
  { named, param: parameters }: Options,
): Promise<string> {
  if (sql !== undefined && named === undefined) {
    if (Object.keys(parameters).length > 0) {
      throw new CliError('usage', '--param goes with --named; a SELECT of your own has its values in it');
    }
    showSource(sql);
    return (await api('startSql', { body: { sql } })).id;
  }
  if (named !== undefined && sql === undefined) {
    return (await api('askQuestion', { params: { name: named }, body: { parameters } })).id;
  }
  throw new CliError('usage', 'give either one SELECT or --named with the name of a question (see: --list)');
}

/** Waits for the statement, then prints all its pages and what it read. */
async function printAnswer({ api, host, terminal }: Context, queryId: string): Promise<void> {
  const read = (pageToken?: string) => api('getSqlResults', { params: { queryId }, query: { pageToken } });
  const polled = await poll(host, {
    read,
    finished: ({ state }) => state !== 'running',
    pauseMs: (reading) => Math.min(2_000, 250 * 2 ** reading),
    limitMs,
  });
  const first = polled.value;
  if (first?.state !== 'complete') {
    throw new CliError(
      'query-ended',
      `the statement is ${first?.state}${first?.error ? `: ${first.error}` : ''}`,
    );
  }
  const titles = unique(first.columns.map(({ name }) => name));
  const print = rowTable(terminal, titles);
  const pages = allPages((token) => (token ? patiently(host, () => read(token)) : Promise.resolve(first)));
  let count = 0;
  for await (const { rows } of pages) {
    count += rows.length;
    print(rows.map((row) => new Map(titles.map((title, index) => [title, row[index] ?? null]))));
  }
  const scanned = first.scannedBytes === undefined ? '' : `, ${first.scannedBytes} bytes scanned`;
  terminal.note(`${count} row${count === 1 ? '' : 's'}${scanned}`);
}

function addParameter(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('A parameter looks like person=alice.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** SQL allows two columns of one name; an object does not. */
function unique(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}
