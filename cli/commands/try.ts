import { createHmac, randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { type ExecuteOptions, type Row, startQuery } from '../../core/insights/execute.ts';
import { admit } from '../../core/insights/firewall.ts';
import { plan } from '../../core/insights/plan.ts';
import type { Query } from '../../core/insights/syntax.ts';
import { answerFrom } from '../../core/query/answer.ts';
import { createRedactor } from '../../core/redact/engine.ts';
import { createPseudonymize } from '../../core/redact/pseudonym.ts';
import { sensitivity } from '../../core/redact/sensitivity.ts';
import type { RedactionSettings } from '../../core/redact/settings.ts';
import { timeMs } from '../arguments.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { runOverFile } from '../event-file.ts';
import { readSettings, type SettingsOptions } from '../redaction-settings.ts';
import type { Run } from '../run.ts';

interface Options extends SettingsOptions {
  events: string;
  text?: true;
  plainField?: string[];
  from?: number;
  to?: number;
  redact: boolean;
}

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
    .option('--config <file>', 'a vitrine.config.ts, for its allowed values and detectors of its own')
    .option('--scope <name>', 'a scope in that file, for those of its own')
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
        const steps = stepsOf(context, admitted.query, { ...options, settings: await readSettings(options) });
        const found = await runOverFile(startQuery(steps.query, steps.options), {
          ...options,
          host: context.host,
          file: options.events,
        });
        for (const row of steps.finish(found)) context.terminal.json(Object.fromEntries(row));
      }),
    );
}

/** What runs over the events, and what becomes of its rows. */
interface Steps {
  readonly query: Query;
  readonly options: ExecuteOptions;
  readonly finish: (rows: readonly Row[]) => readonly Row[];
}

/** The same steps as behind the proxy: what CloudWatch may compute on raw rows, redaction, and the rest. */
function stepsOf({ host }: Context, query: Query, options: Options & { settings: RedactionSettings }): Steps {
  const { settings } = options;
  const times = { now: host.now(), from: options.from, to: options.to };
  if (!options.redact) return { query, options: times, finish: (rows) => rows };
  const key = randomBytes(32);
  const pseudonymize = createPseudonymize((message) => createHmac('sha256', key).update(message).digest());
  const redactor = createRedactor({ ...settings, pseudonymize });
  const { pushdown, residual, pushdownLimit } = plan(query, {
    level: settings.level,
    plainFields: options.plainField ?? [],
    pseudonymTypes: redactor.types,
    ...sensitivity(redactor),
  });
  const pushed = admit(pushdown);
  if (!pushed.ok) throw new RangeError(`The plan wrote what it cannot read: ${pushdown}`);
  return {
    query: pushed.query,
    options: { ...times, maxRows: pushdownLimit },
    finish: (rows) => answerFrom(rows, { residual, redactor, settings, options: times }).rows,
  };
}
