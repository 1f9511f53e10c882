import type { AuditEvent } from '../../../../core/audit/event.ts';
import { buildReport, type LedgerState } from '../../../../core/audit/review/report.ts';
import { noteUse } from '../../../../core/audit/review/rights.ts';
import { parseConfig } from '../../../../core/policy/config.ts';
import { sampleConfig } from '../../../support/sample-config.ts';

const now = Date.parse('2026-11-23T06:00:00.000Z');
const fresh = { size: 4_711, signedAt: '2026-11-23T05:30:00.000Z' };

/** The report on a week, written on the Monday after it. */
export function reportOf(
  events: readonly AuditEvent[],
  { ledger = fresh, installedOn = '2026-11-01' }: { ledger?: LedgerState; installedOn?: string } = {},
) {
  const config = parseConfig({ ...sampleConfig(), audit: { installedOn } });
  const used = new Set<string>();
  for (const event of events) noteUse(used, event);
  return buildReport({
    config,
    rulesVersion: 'rules-1',
    period: {
      kind: 'weekly',
      fromMs: Date.parse('2026-11-16T00:00:00.000Z'),
      toMs: Date.parse('2026-11-23T00:00:00.000Z'),
    },
    now,
    events,
    used,
    ledger,
  });
}
