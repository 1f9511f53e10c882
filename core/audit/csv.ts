import { csvRecord } from '../csv.ts';
import { type AuditEvent, eventColumns } from './event.ts';

const names = Object.keys(eventColumns) as (keyof AuditEvent)[];

export const csvHeader = csvRecord(names);

/** An event as comma-separated values. Lists and counts are JSON in their cells. */
export function csvEvent(event: Partial<AuditEvent>): string {
  return csvRecord(names.map((name) => cell(event[name])));
}

function cell(value: AuditEvent[keyof AuditEvent] | undefined): string | number | undefined {
  return typeof value === 'object' ? JSON.stringify(value) : value;
}
