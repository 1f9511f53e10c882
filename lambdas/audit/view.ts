import type { z } from 'zod';
import type * as shape from '../../contract/schemas.ts';
import type { AuditEvent } from '../../core/audit/event.ts';
import { type FiledReport, openItems } from '../../core/audit/review/store.ts';
import type { Clock } from '../../core/ports.ts';

/** A page of events as the API shows it. */
export function pageView({ events, next }: { events: AuditEvent[]; next?: string }) {
  return { events, ...(next !== undefined && { nextPageToken: next }) };
}

/** A report as the API shows it. */
export function reportView({ clock }: { clock: Clock }, report: FiledReport): z.input<typeof shape.report> {
  const { id, kind, from, to, writtenAt, dueAt, signed } = report;
  const open = openItems(report).length;
  return {
    id,
    kind,
    from,
    to,
    writtenAt,
    dueAt,
    overdue: open > 0 && Date.parse(dueAt) <= clock.now(),
    open,
    items: report.items.map((item) => ({
      id: item.id,
      kind: item.kind,
      words: item.words,
      concerns: item.concerns,
      ...(item.request !== undefined && { requestId: item.request }),
      ...(Object.hasOwn(signed, item.id) && { signed: signatureView(signed[item.id]) }),
    })),
  };
}

function signatureView(signature: FiledReport['signed'][string] | undefined) {
  if (!signature) return undefined;
  const { by, at, outcome, note } = signature;
  return { by, at, outcome, note };
}
