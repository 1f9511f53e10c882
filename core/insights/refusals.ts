/** Commands of the language that are refused for what they could reach, each with the reason that is shown. */
export const refusedCommands: Readonly<Record<string, string>> = {
  source: 'your grant fixes the log groups',
  start: 'your grant and the time range of the request fix the time',
  end: 'your grant and the time range of the request fix the time',
  join: 'it reads other log groups, and your grant fixes the log groups',
  appendcols: 'it runs a second query, which your grant does not cover',
  lookup: 'it reads a lookup table, and your grant covers log groups only',
  cidrlookup: 'it reads a lookup table, and your grant covers log groups only',
  unmask: 'it shows what data protection has masked',
  diff: 'it reads a second time range, and the time range of the request is fixed',
  logcompare: 'it reads a second time range, and the time range of the request is fixed',
};

/** Commands of the language that are not available here. */
export const unsupportedCommands: readonly string[] = [
  'accum',
  'addtotals',
  'anomaly',
  'autoregress',
  'estimate',
  'head',
  'order',
  'relevantfields',
  'search',
  'tail',
];
