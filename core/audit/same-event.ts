import type { AuditEvent } from './event.ts';

/** Whether two events say the same, in whatever order their columns are. */
export function isSameEvent(some: AuditEvent, other: AuditEvent): boolean {
  return canonical(some) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
