import { createHash } from 'node:crypto';
import { zstd } from '../../adapters/system/bytes.ts';
import { type Compaction, compact } from '../../core/audit/history/compact.ts';
import { formatRange, parseRange, rangeKey, rangesPrefix } from '../../core/audit/history/files.ts';
import { toParquet } from '../../core/audit/history/parquet.ts';
import { type Around, LogWorld } from './evidence-log.ts';

/** The locked bucket in memory, with the copy for SQL. */
export class HistoryWorld extends LogWorld {
  readonly files = new Map<string, Uint8Array>();

  compaction(around: Around = async (effect) => effect()): Compaction {
    const { manifestPlaces, manifest } = this.ledger(around).locked;
    return {
      store: {
        manifestPlaces,
        manifest,
        eventBytes: ({ key, sha256 }) =>
          around(() => {
            const bytes = Buffer.from(this.locked.get(key) ?? '');
            return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : undefined;
          }),
        newestRange: () =>
          around(() => {
            const [newest] = this.keys(rangesPrefix);
            return newest === undefined ? undefined : parseRange(this.locked.get(newest) ?? '');
          }),
        putRange: (range) => around(() => this.put(rangeKey(range.first), formatRange(range))),
        hasFile: (key) => around(() => this.files.has(key)),
        putFile: (key, bytes) =>
          around(() => {
            if (!this.files.has(key)) this.files.set(key, bytes);
          }),
      },
      toFile: (rows) => toParquet(rows, zstd),
      now: () => this.now,
    };
  }

  compact(around?: Around): Promise<number> {
    return compact(this.compaction(around));
  }
}
