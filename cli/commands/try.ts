import { createHmac, randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { discover, type LogEvent } from '../../core/insights/discover.ts';
import { execute, type Row } from '../../core/insights/execute.ts';
import { admit, readRunnable } from '../../core/insights/firewall.ts';
import { redactLiterals } from '../../core/insights/literals.ts';
import { type PlanOptions, plan } from '../../core/insights/plan.ts';
import type { Query } from '../../core/insights/syntax.ts';
import { createRedactor, redactionTypes } from '../../core/redact/engine.ts';
import { createPseudonymize } from '../../core/redact/pseudonym.ts';
import { redactRow } from '../../core/redact/row.ts';
import { timeMs } from '../arguments.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { linesOf } from '../input.ts';
import type { Run } from '../run.ts';

interface Options {
  events: string;
  text?: true;
  level: PlanOptions['level'];
  plainField?: string[];
  from?: number;
  to?: number;
  redact: boolean;
}

/** More would not fit the memory of a small machine. */
const maxEvents = 1_000_000;

/** `vitrine try`: runs a query over a file of events as the proxy would. Works without a site. */
export function tryQuery(program: Command, run: Run): void {
  program
    .command('try')
    .description('run a query over a file of log events, redacted as behind the proxy')
    .argument('<query>', 'such as \'filter level = "ERROR" | limit 20\'')
    .requiredOption(
      '--events <file>',
      'lines of {"timestamp": ms, "message", "logStream"?, "log"?}; - is standard input',
    )
    .option('--text', 'the lines are log lines as they are, not JSON events')
    .addOption(
      new Option('--level <level>', 'level of redaction').choices(['standard', 'strict']).default('standard'),
    )
    .option('--plain-field <name...>', 'fields of the scope that hold closed enumerations or numbers')
    .option('--from <time>', 'start of the time range, ISO 8601', timeMs)
    .option('--to <time>', 'end of the time range, ISO 8601', timeMs)
    .option('--no-redact', 'show the rows as they are')
    .action(
      run(async (context, text: string, options: Options) => {
        const admitted = admit(text);
        if (!admitted.ok) {
          const reasons = admitted.errors.map(({ message }) => message).join('; ');
          throw new CliError('query-refused', reasons);
        }
        const rows = await readRows(context, options);
        for (const row of answer(context, admitted.query, { rows, options })) {
          context.terminal.json(Object.fromEntries(row));
        }
      }),
    );
}

async function readRows({ host }: Context, options: Options): Promise<Row[]> {
  const { events, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = options;
  const rows: Row[] = [];
  let number = 0;
  for await (const line of linesOf(host, events)) {
    number += 1;
    if (line.trim() === '') continue;
    const event = options.text
      ? eventOf({ timestamp: host.now(), message: line })
      : readEvent(line, { events, number });
    if (event.timestamp < from || event.timestamp > to) continue;
    if (rows.length >= maxEvents) {
      throw new CliError('usage', `${events} has more than ${maxEvents} events; narrow the time range`);
    }
    rows.push(discover(event, String(number)));
  }
  return rows;
}

function readEvent(line: string, { events, number }: { events: string; number: number }): LogEvent {
  const fault = (what: string) =>
    new CliError('usage', `line ${number} of ${events} ${what}; for plain log lines use --text`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw fault('is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw fault('is not an object');
  const { timestamp, message, logStream = 'try', log = 'try' } = value as Record<string, unknown>;
  if (typeof timestamp !== 'number' || !(Math.abs(timestamp) <= 8.64e15))
    throw fault('has no timestamp in milliseconds');
  if (typeof message !== 'string') throw fault('has no message');
  return eventOf({ timestamp, message, logStream: String(logStream), log: String(log) });
}

function eventOf(event: Partial<LogEvent> & Pick<LogEvent, 'timestamp' | 'message'>): LogEvent {
  return { logStream: 'try', log: 'try', ingestionTime: event.timestamp, ...event };
}

/** The same steps as behind the proxy: what CloudWatch may compute on raw rows, redaction, and the rest. */
function answer(
  { host }: Context,
  query: Query,
  { rows, options }: { rows: readonly Row[]; options: Options },
): Row[] {
  const times = { now: host.now(), from: options.from, to: options.to };
  if (!options.redact) return execute(query, rows, times);
  const key = randomBytes(32);
  const pseudonymize = createPseudonymize((message) => createHmac('sha256', key).update(message).digest());
  const redactor = createRedactor({ level: options.level, pseudonymize });
  const redact = (value: string) => redactor.redact(value).text;
  const { pushdown, residual, pushdownLimit } = plan(query, {
    level: options.level,
    plainFields: options.plainField ?? [],
    pseudonymTypes: redactionTypes,
    isSensitive: (value) => redact(value) !== value,
  });
  const pushed = readRunnable(pushdown);
  if (!pushed.ok) throw new RangeError(`The plan wrote what it cannot read: ${pushdown}`);
  const found = execute(pushed.query, rows, times).slice(0, pushdownLimit);
  return execute(
    redactLiterals(residual, redact),
    found.map((row) => redactRow(redactor, row).row),
    times,
  );
}
