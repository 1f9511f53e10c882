import type { z } from 'zod';
import type { request } from '../../contract/schemas.ts';
import { formatDuration } from '../../core/duration.ts';
import { fieldLines, printTable, type Terminal } from './terminal.ts';
import { localTime } from './time.ts';

export type AccessRequest = z.output<typeof request>;

/** Prints one request: its object for programs, its fields for people. */
export function printRequest(terminal: Terminal, request: AccessRequest, nowMs: number): void {
  if (terminal.format === 'json') terminal.json(request);
  else for (const line of requestLines(terminal, request, nowMs)) terminal.print(line);
}

export function printRequests(terminal: Terminal, requests: readonly AccessRequest[], nowMs: number): void {
  if (terminal.format === 'json') {
    for (const request of requests) terminal.json(request);
    return;
  }
  printTable(
    terminal,
    ['ID', 'STATE', 'SCOPE', 'WHO', 'FOR', 'REASON'],
    requests.map((request) => [
      request.id,
      stateOf(request, nowMs),
      request.scope,
      request.requesterName,
      formatDuration(request.durationSeconds),
      request.reason,
    ]),
  );
}

/** The fields of a request as lines for people. */
export function requestLines(terminal: Terminal, request: AccessRequest, nowMs: number): string[] {
  const at = (iso: string) => localTime(iso, nowMs);
  const { decision, review } = request;
  return fieldLines(terminal, [
    ['Request', request.id],
    ['State', stateOf(request, nowMs)],
    ['Scope', `${request.scope} (${request.sensitivity}): ${request.logGroups.join(', ')}`],
    ['Who', `${request.requesterName} (${request.requester})`],
    ['For', formatDuration(request.durationSeconds)],
    ['Reason', request.reason],
    ['Ticket', request.ticket],
    ['Emergency', request.emergencyCategory],
    ['Submitted', at(request.submittedAt)],
    [
      decision?.approved ? 'Approved' : 'Denied',
      decision && `by ${decision.by}, ${at(decision.at)}${note(decision)}`,
    ],
    ['Opened', request.grantedAt && at(request.grantedAt)],
    [
      'Closed',
      request.closedAt && `${at(request.closedAt)}${request.closedReason ? `, ${request.closedReason}` : ''}`,
    ],
    [
      'Review',
      review &&
        (review.state === 'done'
          ? `${review.outcome ?? 'done'}${review.by ? ` by ${review.by}` : ''}${note(review)}`
          : `${review.state}, until ${at(review.dueAt)}`),
    ],
  ]);
}

/** The state in a few words, with the time that matters in it. */
export function stateOf(request: AccessRequest, nowMs: number): string {
  const kind = request.kind === 'break-glass' ? 'break-glass, ' : '';
  switch (request.state) {
    case 'pending':
      return request.decideBy ? `pending until ${localTime(request.decideBy, nowMs)}` : 'pending';
    case 'active':
      return request.expiresAt ? `${kind}open until ${localTime(request.expiresAt, nowMs)}` : `${kind}active`;
    case 'closed':
      return request.closedReason ? `${kind}closed: ${request.closedReason}` : `${kind}closed`;
    case 'approved':
    case 'denied':
    case 'cancelled':
    case 'lapsed':
      return `${kind}${request.state}`;
  }
}

function note(of: { note?: string | undefined }): string {
  return of.note ? `: ${of.note}` : '';
}
