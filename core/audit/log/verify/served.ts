import { Edge, isSame, type ServedFile } from '../edge.ts';
import type { TreeHashing } from '../merkle.ts';
import { skewMs } from '../times.ts';
import type { Checking } from './checking.ts';
import { type Head, openHead } from './heads.ts';
import type { ServedStore } from './store.ts';

/** Where the served log has its newest head. */
const headPath = 'checkpoint';

/** Holds the served log against what the manifests give, as far as its own head goes. */
export class ServedCheck {
  readonly #served: ServedStore;
  readonly #checking: Checking;
  readonly #edge: Edge;
  readonly head: Head;

  private constructor(served: ServedStore, head: Head, checking: Checking, hashing: TreeHashing) {
    this.#served = served;
    this.head = head;
    this.#checking = checking;
    this.#edge = new Edge(hashing);
  }

  /** Undefined where there is nothing to compare; a head that is not right is reported. */
  static async open(checking: Checking, hashing: TreeHashing): Promise<ServedCheck | undefined> {
    const { options, report } = checking;
    if (!options.served) return undefined;
    const note = await options.served.read(headPath);
    const head = note && openHead(new TextDecoder().decode(note), headPath, options);
    if (head && !('code' in head)) return new ServedCheck(options.served, head, checking, hashing);
    const detail = head ? head.detail : 'there is none';
    report.find({ code: 'served-head-invalid', key: headPath, detail });
    return undefined;
  }

  /** Reports a head that is older than one that has been in the locked bucket for a while. */
  checkAge(heads: readonly Head[]): void {
    const { options, report } = this.#checking;
    const settled = heads.findLast(({ timeMs }) => timeMs <= options.nowMs - skewMs);
    if (!settled || settled.timeMs <= this.head.timeMs || settled.size <= this.head.size) return;
    const detail = `of ${this.head.size} entries; ${settled.key} has had ${settled.size} for a while`;
    report.find({ code: 'served-rolled-back', key: headPath, index: this.head.size, detail });
  }

  /** Takes the next entry and compares what it completes. */
  async append(entry: Uint8Array): Promise<void> {
    if (this.#edge.size >= this.head.size) return;
    await this.#compare(this.#edge.append(entry));
    if (this.#edge.size === this.head.size) await this.#compare(this.#edge.partial());
  }

  async #compare(files: readonly ServedFile[]): Promise<void> {
    const { report } = this.#checking;
    for (const { path, bytes } of files) {
      report.tally.served += 1;
      const served = await this.#served.read(path);
      const index = this.#edge.size - 1;
      if (served && isSame(bytes, served)) continue;
      report.find(
        served
          ? { code: 'served-differs', key: path, index, detail: 'not what the manifests give' }
          : { code: 'served-missing', key: path, index, detail: 'not there' },
      );
    }
  }
}
