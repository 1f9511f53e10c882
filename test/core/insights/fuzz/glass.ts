import { discover, type LogEvent } from '../../../../core/insights/discover.ts';
import { execute, type Row } from '../../../../core/insights/execute.ts';
import { admit } from '../../../../core/insights/firewall.ts';
import { type PlanOptions, plan } from '../../../../core/insights/plan.ts';
import { answerFrom } from '../../../../core/query/answer.ts';
import { createRedactor, type Redactor } from '../../../../core/redact/engine.ts';
import { redactRow } from '../../../../core/redact/row.ts';
import { sensitivity } from '../../../../core/redact/sensitivity.ts';
import { queryFrom } from '../trees.ts';

const times = { now: 1_795_000_900_000, from: 1_795_000_000_000, to: 1_795_000_900_000 };

const settings = { standard: { level: 'standard' }, strict: { level: 'strict' } } as const;

export interface Glass {
  readonly level: 'standard' | 'strict';
  readonly redactor: Redactor;
}

export function glass(level: Glass['level'], pseudonymize: (type: string, value: string) => string): Glass {
  return { level, redactor: remembering(createRedactor({ level, pseudonymize })) };
}

/** Redaction is the slow part, and the same few values come again and again. */
function remembering(redactor: Redactor): Redactor {
  const texts = new Map<string, ReturnType<Redactor['redact']>>();
  const cells = new Map<string, ReturnType<Redactor['redact']>>();
  const remember = (known: typeof texts, key: string, compute: () => ReturnType<Redactor['redact']>) => {
    const found = known.get(key) ?? compute();
    if (known.size > 20_000) known.clear();
    known.set(key, found);
    return found;
  };
  return {
    redact: (text) => remember(texts, text, () => redactor.redact(text)),
    redactField: (name, value) =>
      remember(cells, JSON.stringify([name, value]), () => redactor.redactField(name, value)),
    types: redactor.types,
  };
}

export function rowsOf(events: readonly LogEvent[]): Row[] {
  return events.map((event, index) => discover(event, String(index)));
}

export function redactedRows(rows: readonly Row[], { redactor }: Glass): Row[] {
  return rows.map((row) => redactRow(redactor, row).row);
}

/** Everything that a person gets to see of a query over the events; undefined if the query is refused. */
export function look(text: string, rows: readonly Row[], { level, redactor }: Glass): string | undefined {
  const admitted = admit(text);
  if (!admitted.ok) return undefined;
  const options: PlanOptions = {
    level,
    plainFields: ['level', 'duration', 'amount'],
    pseudonymTypes: redactor.types,
    ...sensitivity(redactor),
  };
  const { pushdown, residual, pushdownLimit } = plan(admitted.query, options);
  const raw = execute(queryFrom(pushdown), rows, times).slice(0, pushdownLimit);
  const answer = answerFrom(raw, { residual, redactor, settings: settings[level], options: times }).rows;
  return JSON.stringify({ cut: raw.length >= pushdownLimit, rows: answer.map((row) => [...row]) });
}
