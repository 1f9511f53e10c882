const measures: readonly (readonly [field: string, pattern: RegExp])[] = [
  ['@duration', /\tDuration: ([\d.]+) ms/],
  ['@billedDuration', /\tBilled Duration: ([\d.]+) ms/],
  ['@initDuration', /\tInit Duration: ([\d.]+) ms/],
  ['@memorySize', /\tMemory Size: (\d+) MB/],
  ['@maxMemoryUsed', /\tMax Memory Used: (\d+) MB/],
];

/**
 * The fields of Lambda's START, END and REPORT lines: times in milliseconds, memory in bytes of a million to the MB, as
 * queries that divide by 1000 twice expect.
 */
export function lambdaFields(message: string): Map<string, string> {
  const fields = new Map<string, string>();
  const [, type, requestId] = /^(START|END|REPORT) RequestId: ([0-9a-f-]{36})(?=\s|$)/.exec(message) ?? [];
  if (type === undefined || requestId === undefined) return fields;
  fields.set('@type', type).set('@requestId', requestId);
  if (type !== 'REPORT') return fields;
  for (const [field, pattern] of measures) {
    const amount = pattern.exec(message)?.[1];
    if (amount === undefined) continue;
    fields.set(field, field.includes('emory') ? String(Number(amount) * 1_000_000) : amount);
  }
  return fields;
}
