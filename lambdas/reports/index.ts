import { reportStore } from '../../adapters/dynamodb/reports.ts';
import { timeline } from '../../adapters/dynamodb/timeline.ts';
import { mailer } from '../../adapters/mail/notifier.ts';
import { servedLog } from '../../adapters/s3/log.ts';
import { reportFiles } from '../../adapters/s3/reports.ts';
import { sha256Bytes } from '../../adapters/system/bytes.ts';
import { headOf } from '../../core/audit/review/ledger-state.ts';
import { dynamodb, writing } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { reportsHandler } from './handler.ts';

const environment = environmentOf('reports');

export const handler = reportsHandler({
  ...writing(environment),
  timeline: timeline(dynamodb, environment.EVENTS_TABLE),
  reports: reportStore(dynamodb, environment.REPORTS_TABLE),
  files: reportFiles(environment.EVIDENCE_BUCKET),
  mailer: mailer(environment.SENDER_ADDRESS),
  sha256: sha256Bytes,
  ledger: () => headOf(servedLog(environment.LOG_BUCKET)),
});
