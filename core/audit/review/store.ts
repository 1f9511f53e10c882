import type { AuditEvent } from '../event.ts';
import type { ReviewItem } from './items.ts';
import type { Report } from './report.ts';

export type SignOutcome = 'accepted' | 'to-be-mended';

export interface SignOff {
  by: string;
  at: string;
  outcome: SignOutcome;
  /** Redacted. */
  note: string;
  /** The finished event: it is in the evidence, or on its way there. */
  event: AuditEvent;
}

/** What is left of a report to work on; the report itself lies in the evidence bucket. */
export interface FiledReport extends Pick<Report, 'id' | 'kind' | 'from' | 'to' | 'writtenAt' | 'dueAt'> {
  items: ReviewItem[];
  signed: Record<string, SignOff>;
  /** Of its writing, and of its being overdue. */
  event: AuditEvent;
  overdue?: AuditEvent;
  /** Set once everybody has been told. */
  mailedAt?: string;
  escalatedAt?: string;
}

/** Where the evidence bucket has the reports. */
export const reportsPrefix = 'reviews/';

export interface ReportStore {
  get(id: string): Promise<FiledReport | undefined>;
  /** False when there is one of that id already. */
  insert(report: FiledReport): Promise<boolean>;
  /** Those that are kept, newest first. */
  list(limit: number): Promise<FiledReport[]>;
  /** False when the item has been signed off before. */
  sign(id: string, item: string, signOff: SignOff): Promise<boolean>;
  /** Keeps the event of being overdue unless there is one already. */
  markOverdue(id: string, event: AuditEvent): Promise<void>;
  markTold(id: string, what: 'mailedAt' | 'escalatedAt', at: string): Promise<void>;
}

/** The locked bucket, as far as reports are put there. */
export interface ReportFiles {
  /** False when the name is taken, which leaves what is there as it is. */
  put(name: string, body: string, contentType: string): Promise<boolean>;
  get(name: string): Promise<string>;
}

export function openItems({ items, signed }: FiledReport): ReviewItem[] {
  return items.filter(({ id }) => !Object.hasOwn(signed, id));
}
