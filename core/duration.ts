const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/**
 * Reads a duration such as `90s`, `30m`, `4h`, `7d` or `1h30m` as seconds.
 * Returns undefined for anything else, zero included.
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d{1,6}[smhd])+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([smhd])/g)) {
    seconds += Number(amount) * unitSeconds[unit as keyof typeof unitSeconds];
  }
  return seconds > 0 ? seconds : undefined;
}

/** Writes seconds the way {@link parseDuration} reads them: `5400` becomes `1h30m`. */
export function formatDuration(seconds: number): string {
  let rest = Math.round(seconds);
  let text = '';
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const amount = Math.floor(rest / unitSeconds[unit]);
    rest -= amount * unitSeconds[unit];
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text || '0s';
}
