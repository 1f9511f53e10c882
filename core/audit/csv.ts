import { type AuditEvent, eventColumns } from './event.ts';

/** Events as comma-separated values (RFC 4180). Lists and counts are JSON in their cells. */

const names = Object.keys(eventColumns) as (keyof AuditEvent)[];

const opensFormula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

export const csvHeader = record(names.map(quoted));

export function csvRecord(event: Partial<AuditEvent>): string {
  return record(names.map((name) => cell(event[name])));
}

function record(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

function cell(value: AuditEvent[keyof AuditEvent] | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  return quoted(typeof value === 'string' ? value : JSON.stringify(value));
}

/**
 * Quoted always, as spreadsheets of some countries split at semicolons. What a spreadsheet would take for a formula gets an
 * apostrophe: reasons and queries are written by strangers, and a formula could send the sheet away (OWASP, "CSV injection").
 */
function quoted(text: string): string {
  return `"${opensFormula.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;
}
