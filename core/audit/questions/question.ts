/** A value that a question asks for. Without a default it has to be given. */
export type Parameter = {
  /** What it is, as the end of a sentence. */
  about: string;
  example: string;
} & (
  | { type: 'text' | 'number'; otherwise?: string }
  | { type: 'day'; otherwise?: { daysAgo: number } }
  | { type: 'moment'; otherwise?: 'now' }
);

/** A question that auditors ask, with its answer in SQL. */
export interface Question {
  /** As the command takes it. */
  name: string;
  title: string;
  /** What a row of the answer is, and what to look for in it. */
  about: string;
  parameters: Readonly<Record<string, Parameter>>;
  /** Names its parameters as `:name`; see `statementOf`. */
  sql: string;
}

/** The last thirty days, today among them. */
export const days = {
  from: { type: 'day', about: 'first UTC day', example: '2026-11-01', otherwise: { daysAgo: 29 } },
  to: { type: 'day', about: 'last UTC day', example: '2026-11-30', otherwise: { daysAgo: 0 } },
} as const satisfies Record<string, Parameter>;

/** Without a range of days Athena would read all days since the installation. */
export const inDays = 'dt BETWEEN CAST(:from AS date) AND CAST(:to AS date)';

/** The same with room behind for what follows: no access lasts longer than a week. */
export const inDaysAndWeek = `dt BETWEEN CAST(:from AS date) AND CAST(:to AS date) + interval '8' day`;

export const opening = "type IN ('grant.activated', 'grant.glass_broken')";
export const ending = "type IN ('grant.released', 'grant.revoked', 'grant.expired', 'grant.failed')";
