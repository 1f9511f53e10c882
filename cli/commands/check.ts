import { type Command, Option } from 'commander';
import type { QueryError } from '../../core/insights/error.ts';
import { admit } from '../../core/insights/firewall.ts';
import { type PlanOptions, plan } from '../../core/insights/plan.ts';
import { print } from '../../core/insights/print.ts';
import { createRedactor } from '../../core/redact/engine.ts';
import { unscannedPseudonym } from '../../core/redact/masks.ts';
import { sensitivity } from '../../core/redact/sensitivity.ts';
import type { Context } from '../context.ts';
import { linesOf, readAll } from '../input.ts';
import { visible } from '../output/visible.ts';
import type { Run } from '../run.ts';

interface Options {
  input: 'text' | 'jsonl';
  level: PlanOptions['level'];
  plainField?: string[];
}

/** The answer about one query. `pushdown` is what CloudWatch would run, `residual` what runs on redacted rows. */
interface Answer {
  allowed: boolean;
  errors: QueryError[];
  pushdown?: string;
  residual?: string;
}

/** Longer texts are refused by the parser; reading more of them would only cost memory. */
const maxTextLength = 1_000_000;

/** `vitrine check`: would this query be allowed, and who would compute what? Works without a site. */
export function check(program: Command, run: Run): void {
  program
    .command('check')
    .description('tell whether queries are allowed, and what of them CloudWatch would run')
    .argument('[query]', 'the query (default: standard input)')
    .addOption(
      new Option('--input <format>', 'one query, or one {"query"} a line')
        .choices(['text', 'jsonl'])
        .default('text'),
    )
    .addOption(
      new Option('--level <level>', 'level of redaction').choices(['standard', 'strict']).default('standard'),
    )
    .option('--plain-field <name...>', 'fields of the scope that hold closed enumerations or numbers')
    .action(
      run(async (context, query: string | undefined, options: Options) => {
        const planning = planningFor(options);
        let refused = 0;
        for await (const text of queriesOf(context, query, options)) {
          const answer = answerFor(text, planning);
          if (!answer.allowed) refused += 1;
          show(context, answer);
        }
        return refused > 0 ? 1 : 0;
      }),
    );
}

/** The queries in order; a line that holds none comes as undefined. */
async function* queriesOf(
  { host }: Context,
  query: string | undefined,
  { input }: Options,
): AsyncGenerator<string | undefined> {
  if (input === 'text') {
    yield query ?? (await readAll(host, maxTextLength));
    return;
  }
  if (query !== undefined) {
    for (const line of query.split('\n')) if (line.trim() !== '') yield readQuery(line);
    return;
  }
  for await (const line of linesOf(host, '-')) if (line.trim() !== '') yield readQuery(line);
}

function readQuery(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const query = typeof value === 'object' && value !== null && 'query' in value ? value.query : undefined;
    return typeof query === 'string' ? query : undefined;
  } catch {
    return undefined;
  }
}

/** The rules of a scope's plan, made once for all queries: building a redactor takes longer than reading them. */
function planningFor({ level, plainField = [] }: Options): PlanOptions {
  const redactor = createRedactor({ level, pseudonymize: () => unscannedPseudonym });
  return { level, plainFields: plainField, pseudonymTypes: redactor.types, ...sensitivity(redactor) };
}

function answerFor(text: string | undefined, planning: PlanOptions): Answer {
  if (text === undefined) {
    const message = 'The line is not a JSON object with a text under `query`';
    return {
      allowed: false,
      errors: [{ code: 'syntax', message, line: 1, column: 1, offset: 0, length: 0 }],
    };
  }
  const admitted = admit(text);
  if (!admitted.ok) return { allowed: false, errors: admitted.errors };
  const { pushdown, residual } = plan(admitted.query, planning);
  return { allowed: true, errors: [], pushdown, residual: print(residual) };
}

function show({ terminal }: Context, answer: Answer): void {
  if (terminal.format === 'json') {
    terminal.json(answer);
    return;
  }
  const { allowed, errors, pushdown = '', residual = '' } = answer;
  if (allowed)
    terminal.print(`allowed; CloudWatch runs: ${visible(pushdown)}; on redacted rows: ${visible(residual)}`);
  else terminal.print(`refused: ${errors.map(({ message }) => visible(message)).join('; ')}`);
}
