import type { AuditedEvent } from './event.ts';
import { fieldLines, type Terminal } from './terminal.ts';

/** What all events of a request share; told once, at the top. */
const shared = [
  ['Request', 'request_id'],
  ['Scope', 'scope'],
  ['Log groups', 'log_groups'],
  ['Requester', 'requester'],
  ['Reason', 'reason'],
  ['Ticket', 'ticket'],
  ['Emergency', 'emergency_category'],
  ['Seconds', 'duration_seconds'],
  ['Terms', 'terms_digest'],
  ['Rules', 'rules_version'],
] as const;

/** What is told of each event where it has it. */
const own = [
  ['from', 'ip'],
  ['with', 'user_agent'],
  ['role', 'role'],
  ['granted', 'granted_at'],
  ['expires', 'expires_at'],
  ['review due', 'review_due_at'],
  ['closed', 'closed_reason'],
  ['note', 'note'],
  ['query', 'query'],
  ['range', 'query_from'],
  ['until', 'query_to'],
  ['rows', 'rows_returned'],
  ['matched', 'rows_matched'],
  ['scanned', 'bytes_scanned'],
  ['redacted', 'redactions'],
  ['digest', 'result_sha256'],
  ['code', 'code'],
  ['detail', 'detail'],
  ['concerns', 'concerns'],
  ['rule', 'rule'],
  ['measured', 'measured'],
  ['threshold', 'threshold'],
  ['evidence', 'evidence'],
  ['justified', 'assessed_justified'],
  ['to its purpose', 'assessed_purpose'],
  ['given up', 'assessed_prompt'],
  ['because', 'findings'],
  ['event', 'id'],
] as const;

/** Prints the story of one request: what it is about, then each event with all it tells. */
export function printStory(terminal: Terminal, events: readonly AuditedEvent[]): void {
  const [first] = events;
  if (!first) return;
  for (const line of fieldLines(terminal, fieldsOf(first, shared))) terminal.print(line);
  for (const event of events) {
    terminal.print('');
    const via = typeof event['actor_via'] === 'string' ? event['actor_via'] : '';
    terminal.print(
      terminal.bold(`${event.time}  ${event.type}  ${event.outcome}  by ${event.actor}${via && ` (${via})`}`),
    );
    for (const line of fieldLines(terminal, fieldsOf(event, own))) terminal.print(`  ${line}`);
  }
}

function fieldsOf(event: AuditedEvent, columns: readonly (readonly [name: string, column: string])[]) {
  return columns.map(([name, column]) => [name, show(event[column])] as const);
}

function show(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value.join(value.some((item) => String(item).includes(' ')) ? '; ' : ', ');
  if (typeof value !== 'object') return String(value);
  const counts = Object.entries(value).map(([type, count]) => `${count} ${type}`);
  return counts.length > 0 ? counts.join(', ') : 'nothing';
}
