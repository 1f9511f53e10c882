import { type AuditEvent, type EventType, eventColumns } from '../../core/audit/event.ts';

const values = {
  string: (name: string) => `the ${name}`,
  bigint: (_: string, place: number) => 1_000 + place,
  'array<string>': (name: string) => [`first of ${name}`, `second of ${name}`],
  'map<string,bigint>': (name: string, place: number) => ({ [`in ${name}`]: 2_000 + place }),
};

/** An event of a type with a value in every column there is, no two alike. */
export function wholeEvent(type: EventType, changes: Partial<AuditEvent> = {}): AuditEvent {
  const columns = Object.entries(eventColumns).map(([name, { sqlType }], place) => [
    name,
    values[sqlType](name, place),
  ]);
  return {
    ...Object.fromEntries(columns),
    id: '01K0000000000000000000000A',
    version: 1,
    time: '2026-11-21T05:12:00.123Z',
    type,
    outcome: 'refused',
    ip: '192.0.2.7',
    ...changes,
  };
}

/** An event of a type with what every event has, and nothing else. */
export function bareEvent(type: EventType): AuditEvent {
  return {
    id: '01K0000000000000000000000B',
    version: 1,
    time: '2026-11-21T05:12:00.123Z',
    type,
    outcome: 'success',
    actor: 'vitrine',
    actor_via: 'workflow',
    correlation_id: 'correlation-1',
    rules_version: 'rules-1',
  };
}
