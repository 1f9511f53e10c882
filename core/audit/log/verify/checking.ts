import type { VerifyOptions } from './options.ts';
import type { Report } from './report.ts';
import type { EvidenceStore } from './store.ts';

/** What every check works with. */
export interface Checking {
  readonly store: EvidenceStore;
  readonly options: VerifyOptions;
  readonly report: Report;
}
