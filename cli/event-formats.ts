import { csvEvent, csvHeader } from '../core/audit/csv.ts';
import { type AuditEvent, eventColumns, eventTypes } from '../core/audit/event.ts';
import { toOcsf } from '../core/audit/ocsf/ocsf.ts';
import type { AuditedEvent } from './output/event.ts';
import { visibleJson } from './output/visible.ts';

interface EventFormat {
  header: string;
  record: (event: AuditEvent) => string;
}

/** How events are given to other systems. */
export const eventFormats = {
  ocsf: { header: '', record: (event) => `${visibleJson(toOcsf(event))}\n` },
  csv: { header: csvHeader, record: csvEvent },
  json: { header: '', record: (event) => `${visibleJson(event)}\n` },
} satisfies Record<string, EventFormat>;

/** What another version of Vitrine wrote may have what this one would leave out without a word. */
export function isOfThisVersion(event: AuditedEvent): event is AuditEvent {
  return (
    eventTypes.some((type) => type === event.type) &&
    event['version'] === 1 &&
    Object.keys(event).every((name) => name in eventColumns)
  );
}
