/** Writes an ISO time as the reader's clock shows it: `05:42` today, `2026-11-22 05:42` on other days. */
export function localTime(iso: string, nowMs: number): string {
  const time = new Date(iso);
  const today = dayOf(new Date(nowMs));
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  return dayOf(time) === today ? clock : `${dayOf(time)} ${clock}`;
}

function dayOf(time: Date): string {
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
