/** Milliseconds since 1970 as the service prints times: `2026-11-21 05:42:00.000`, in UTC. */
export function formatTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '');
}

/** The inverse of `formatTimestamp`; undefined for any other text. */
export function parseTimestamp(text: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}\.\d{3})$/.exec(text);
  if (parts === null) return undefined;
  const milliseconds = Date.parse(`${parts[1]}T${parts[2]}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
