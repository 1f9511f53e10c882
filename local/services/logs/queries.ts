import { randomUUID } from 'node:crypto';
import { type Row, startQuery } from '../../../core/insights/execute.ts';
import { readRunnable } from '../../../core/insights/firewall.ts';
import type { Query } from '../../../core/insights/syntax.ts';
import { AwsError } from '../../aws/types.ts';
import type { LogGroup } from './log-group.ts';

type QueryStatus = 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Cancelled';

export interface QueryRun {
  id: string;
  text: string;
  groups: LogGroup[];
  /** Milliseconds since the epoch, inclusive. */
  from: number;
  to: number;
  limit: number;
  status: QueryStatus;
  createdAt: number;
  rows: Row[];
  statistics: { recordsMatched: number; recordsScanned: number; bytesScanned: number };
}

/** CloudWatch's own caps: rows per query, queries at once, and ours on how many are remembered. */
const MAX_ROWS = 10_000;
const MAX_CONCURRENT = 100;
const MAX_REMEMBERED = 1000;
/** A query is seen waiting and running for a moment, as on AWS, so that callers must poll. */
const WAIT_MS = 15;
const RUN_MS = 40;

/** Logs Insights: queries run by Vitrine's own executor over the events in memory. */
export class InsightsQueries {
  readonly #runs = new Map<string, QueryRun>();
  readonly #options: { accountId: string; clock: () => number };

  constructor(options: { accountId: string; clock: () => number }) {
    this.#options = options;
  }

  /** @throws AwsError `MalformedQueryException`, `LimitExceededException` */
  start(input: Pick<QueryRun, 'text' | 'groups' | 'from' | 'to' | 'limit'>): QueryRun {
    const read = readRunnable(input.text);
    if (!read.ok) {
      const reasons = read.errors.map(({ message }) => message).join(' ');
      throw new AwsError('MalformedQueryException', reasons);
    }
    const active = [...this.#runs.values()].filter(isActive).length;
    if (active >= MAX_CONCURRENT) {
      throw new AwsError('LimitExceededException', `${MAX_CONCURRENT} queries are already running.`);
    }
    const run: QueryRun = {
      ...input,
      id: randomUUID(),
      status: 'Scheduled',
      createdAt: this.#options.clock(),
      rows: [],
      statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 },
    };
    this.#remember(run);
    setTimeout(() => this.#run(run, read.query), WAIT_MS).unref();
    return run;
  }

  find(id: string): QueryRun {
    const run = this.#runs.get(id);
    if (!run) throw new AwsError('ResourceNotFoundException', `The query ${id} does not exist.`);
    return run;
  }

  /** @throws AwsError `InvalidParameterException` when the query has ended already. */
  stop(run: QueryRun): void {
    if (!isActive(run)) {
      throw new AwsError('InvalidParameterException', `Query ${run.id} has ended with status ${run.status}.`);
    }
    run.status = 'Cancelled';
    run.rows = [];
  }

  /** Newest first. */
  list(): QueryRun[] {
    return [...this.#runs.values()].reverse();
  }

  #run(run: QueryRun, query: Query): void {
    if (run.status !== 'Scheduled') return;
    const now = this.#options.clock();
    try {
      const { rows, statistics } = this.#scan(run, query, now);
      run.statistics = statistics;
      // A running query shows part of its rows, as on AWS: whoever reads too early must notice.
      run.status = 'Running';
      run.rows = rows.slice(0, Math.ceil(rows.length / 2));
      setTimeout(() => {
        if (run.status !== 'Running') return;
        run.rows = rows;
        run.status = 'Complete';
      }, RUN_MS).unref();
    } catch {
      run.status = 'Failed';
    }
  }

  #scan(run: QueryRun, query: Query, now: number): Pick<QueryRun, 'rows' | 'statistics'> {
    const maxRows = Math.min(run.limit, MAX_ROWS);
    const execution = startQuery(query, { now, pointers: true, maxRows });
    let recordsScanned = 0;
    let bytesScanned = 0;
    for (const group of run.groups) {
      const log = `${this.#options.accountId}:${group.name}`;
      for (const event of group.between(run.from, run.to, now)) {
        const ptr = Buffer.from(`${group.name} ${event.id}`).toString('base64');
        execution.pushEvent({ ...event, logStream: event.stream, log }, ptr);
        recordsScanned += 1;
        bytesScanned += Buffer.byteLength(event.message);
      }
    }
    const rows = execution.finish();
    return { rows, statistics: { recordsMatched: execution.matched, recordsScanned, bytesScanned } };
  }

  #remember(run: QueryRun): void {
    this.#runs.set(run.id, run);
    if (this.#runs.size <= MAX_REMEMBERED) return;
    for (const [id, old] of this.#runs) {
      if (isActive(old)) continue;
      this.#runs.delete(id);
      return;
    }
  }
}

function isActive({ status }: QueryRun): boolean {
  return status === 'Scheduled' || status === 'Running';
}
