import { kmsSigner } from '../../adapters/kms/signer.ts';
import { mirrorsOf } from '../../adapters/mirror/mirror.ts';
import { historyStore } from '../../adapters/s3/history.ts';
import { lockedLog, servedLog } from '../../adapters/s3/log.ts';
import { rulesKeeper } from '../../adapters/s3/rules.ts';
import { sha256Bytes, verifyEd25519, zstd } from '../../adapters/system/bytes.ts';
import { clock } from '../../adapters/system/system.ts';
import { toParquet } from '../../core/audit/history/parquet.ts';
import { logName } from '../../core/audit/log/checkpoint.ts';
import { config, rules } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { ledgerHandler } from './handler.ts';

const { LOG_SOURCE_BUCKET, LOG_BUCKET, LOG_KEY_ID } = environmentOf('ledger');

const keepRules = rulesKeeper(LOG_SOURCE_BUCKET, rules);

export const handler = ledgerHandler(async () => ({
  ledger: {
    locked: lockedLog(LOG_SOURCE_BUCKET),
    served: servedLog(LOG_BUCKET),
    signer: await kmsSigner(LOG_KEY_ID, logName(LOG_SOURCE_BUCKET)),
    mirrors: mirrorsOf(config.audit.mirror),
    verify: verifyEd25519,
    sha256: sha256Bytes,
    now: clock.now,
  },
  compaction: {
    store: historyStore(LOG_SOURCE_BUCKET),
    toFile: (rows) => toParquet(rows, zstd),
    now: clock.now,
  },
  keepRules,
}));
