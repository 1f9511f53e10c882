import { kmsSigner } from '../../adapters/kms/signer.ts';
import { mirrorsOf } from '../../adapters/mirror/mirror.ts';
import { lockedLog, servedLog } from '../../adapters/s3/log.ts';
import { sha256Bytes, verifyEd25519 } from '../../adapters/system/bytes.ts';
import { clock } from '../../adapters/system/system.ts';
import { logName } from '../../core/audit/log/checkpoint.ts';
import { config } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { ledgerHandler } from './handler.ts';

const environment = environmentOf('ledger');

export const handler = ledgerHandler(async () => ({
  locked: lockedLog(environment.LOG_SOURCE_BUCKET),
  served: servedLog(environment.LOG_BUCKET),
  signer: await kmsSigner(environment.LOG_KEY_ID, logName(environment.LOG_SOURCE_BUCKET)),
  mirrors: mirrorsOf(config.audit.mirror),
  verify: verifyEd25519,
  sha256: sha256Bytes,
  now: clock.now,
}));
