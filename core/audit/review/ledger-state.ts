import { parseCheckpoint } from '../log/checkpoint.ts';
import type { ServedLog } from '../log/ledger.ts';
import type { LedgerState } from './report.ts';

/** Size and time of the newest head that the log shows. Its signature is for the verifier to check, which has the key. */
export async function headOf(served: Pick<ServedLog, 'read'>): Promise<LedgerState> {
  const note = await served.read('checkpoint');
  if (!note) return {};
  const [text = ''] = new TextDecoder().decode(note).split('\n\n');
  const head = parseCheckpoint(`${text}\n`);
  return head ? { size: head.size, signedAt: head.time } : {};
}
