import { exportSource, exportTarget } from '../../adapters/s3/export.ts';
import { sha256Bytes } from '../../adapters/system/bytes.ts';
import { environmentOf } from '../config.ts';
import { exporterHandler } from './handler.ts';

const environment = environmentOf('exporter');

export const handler = exporterHandler({
  source: exportSource(environment.LOG_SOURCE_BUCKET),
  target: exportTarget(environment.OCSF_BUCKET),
  sha256: sha256Bytes,
});
