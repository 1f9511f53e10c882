import { eventCopies } from '../../adapters/dynamodb/timeline.ts';
import { kmsNoteKey } from '../../adapters/kms/signer.ts';
import { lockedLog, servedLog } from '../../adapters/s3/log.ts';
import { evidenceVersions } from '../../adapters/s3/versions.ts';
import { sha256Bytes, verifyEd25519 } from '../../adapters/system/bytes.ts';
import { logName } from '../../core/audit/log/checkpoint.ts';
import { dynamodb, writing } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { reconcileHandler } from './handler.ts';

const environment = environmentOf('reconcile');
const base = writing(environment);
const { evidenceDays, copyDays } = base.config.retention;

export const handler = reconcileHandler(base, async () => ({
  bucket: evidenceVersions(environment.EVIDENCE_BUCKET),
  locked: lockedLog(environment.EVIDENCE_BUCKET),
  served: servedLog(environment.LOG_BUCKET),
  copies: eventCopies(dynamodb, { table: environment.EVENTS_TABLE, days: copyDays }),
  checking: {
    key: await kmsNoteKey(environment.LOG_KEY_ID, logName(environment.EVIDENCE_BUCKET)),
    sha256: sha256Bytes,
    verify: verifyEd25519,
  },
  now: base.clock.now,
  keptDays: { evidence: evidenceDays, copies: copyDays },
}));
