import { kmsSigner } from '../../adapters/kms/signer.ts';
import { historyStore } from '../../adapters/s3/history.ts';
import { lockedLog, servedLog } from '../../adapters/s3/log.ts';
import { sha256Bytes, verifyEd25519, zstd } from '../../adapters/system/bytes.ts';
import { clock } from '../../adapters/system/system.ts';
import { toParquet } from '../../core/audit/history/parquet.ts';
import { environmentOf } from '../config.ts';
import { ledgerHandler } from './handler.ts';

const { LOG_SOURCE_BUCKET, LOG_BUCKET, LOG_KEY_ID } = environmentOf('ledger');

export const handler = ledgerHandler(async () => ({
  ledger: {
    locked: lockedLog(LOG_SOURCE_BUCKET),
    served: servedLog(LOG_BUCKET),
    // A log is named after the bucket that it vouches for.
    signer: await kmsSigner(LOG_KEY_ID, `vitrine/${LOG_SOURCE_BUCKET}`),
    verify: verifyEd25519,
    sha256: sha256Bytes,
    now: clock.now,
  },
  compaction: {
    store: historyStore(LOG_SOURCE_BUCKET),
    toFile: (rows) => toParquet(rows, zstd),
    now: clock.now,
  },
}));
