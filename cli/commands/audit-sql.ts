import type { Command } from 'commander';
import { CliError } from '../errors.ts';
import { rowTable } from '../output/rows.ts';
import { allPages } from '../pages.ts';
import { patiently, poll } from '../poll.ts';
import type { Run } from '../run.ts';

/** Athena ends a statement after 30 minutes. */
const limitMs = 35 * 60_000;

/** `vitrine audit sql`: one SQL statement over the evidence. */
export function auditSql(audit: Command, run: Run): void {
  audit
    .command('sql')
    .description('run one SELECT over the evidence')
    .argument(
      '<sql>',
      'such as "SELECT actor, count(*) FROM events WHERE dt = \'2026-11-21\' GROUP BY actor"',
    )
    .action(
      run(async ({ api, host, terminal, showSource }, sql: string) => {
        showSource(sql);
        const { id: queryId } = await api('startSql', { body: { sql } });
        const read = (pageToken?: string) =>
          api('getSqlResults', { params: { queryId }, query: { pageToken } });
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
        const pages = allPages((token) =>
          token ? patiently(host, () => read(token)) : Promise.resolve(first),
        );
        let count = 0;
        for await (const { rows } of pages) {
          count += rows.length;
          print(rows.map((row) => new Map(titles.map((title, index) => [title, row[index] ?? null]))));
        }
        const scanned = first.scannedBytes === undefined ? '' : `, ${first.scannedBytes} bytes scanned`;
        terminal.note(`${count} row${count === 1 ? '' : 's'}${scanned}`);
      }),
    );
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
