import type { AuditEvent, EventType } from '../../../../core/audit/event.ts';

let count = 0;

/** Events of a week, told in a few lines. */
export function eventAt(time: string, type: EventType, details: Partial<AuditEvent> = {}): AuditEvent {
  count += 1;
  return {
    id: `01KEVENT${String(count).padStart(18, '0')}`,
    version: 1,
    time,
    type,
    outcome: 'success',
    actor: 'alice',
    actor_via: 'api',
    correlation_id: 'c',
    rules_version: 'rules-1',
    ...details,
  };
}

/** A request from asking to its end, as its events tell of it. */
export function accessStory(
  request_id: string,
  day: string,
  {
    decidedAfterSeconds = 30,
    details = {},
  }: { decidedAfterSeconds?: number; details?: Partial<AuditEvent> } = {},
): AuditEvent[] {
  const shared = {
    request_id,
    kind: 'standard',
    scope: 'checkout-prod',
    requester: 'alice',
    reason: 'Checkout answers 5xx after deploy 812',
    ticket: 'INC-4711',
    ...details,
  };
  const start = Date.parse(`${day}T09:00:00.000Z`);
  const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
  const opened = decidedAfterSeconds + 2;
  const by = { actor: shared.requester, actor_groups: ['engineers'] };
  return [
    eventAt(at(0), 'request.submitted', { ...shared, ...by }),
    ...(shared.kind === 'standard'
      ? [
          eventAt(at(decidedAfterSeconds), 'request.approved', { ...shared, actor: 'bob' }),
          eventAt(at(opened), 'grant.activated', { ...shared, actor: 'vitrine' }),
        ]
      : [eventAt(at(opened), 'grant.glass_broken', { ...shared, ...by, emergency_category: 'outage' })]),
    eventAt(at(opened + 60), 'query.started', { ...shared, ...by }),
    eventAt(at(opened + 70), 'query.returned', { ...shared, ...by, rows_returned: 1_250 }),
    eventAt(at(opened + 1_800), 'grant.released', { ...shared, ...by, closed_reason: 'released' }),
    eventAt(at(opened + 1_801), 'grant.assessed', {
      ...shared,
      actor: 'vitrine',
      assessed_justified: 'yes',
      assessed_purpose: 'yes',
      assessed_prompt: 'yes',
      findings: ['justified: there is a reason in words and a ticket'],
      ...details,
    }),
  ];
}
