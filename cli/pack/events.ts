import { mkdir, open, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AuditEvent } from '../../core/audit/event.ts';
import { formatProof } from '../../core/audit/log/proof.ts';
import type { ProvenEvent } from '../../core/audit/log/proven-events.ts';
import { parseEvent } from '../../core/audit/parse-event.ts';
import { isRulesVersion } from '../../core/policy/rules.ts';
import { eventFormats, isOfThisVersion } from '../event-formats.ts';

/** When a version of the rules was in force, by the times of the events that name it. */
interface InForce {
  first: string;
  last: string;
}

export interface PackedEvents {
  proven: number;
  /** Proven events of another version of Vitrine, which this one cannot put into tables. */
  unknown: number;
  rules: ReadonlyMap<string, InForce>;
}

/** Writes a proof of every event, and all of them as a table and in OCSF. */
export async function writeEvents(
  folder: string,
  events: AsyncIterable<ProvenEvent>,
  progressed: (index: number) => void,
): Promise<PackedEvents> {
  await mkdir(join(folder, 'proofs'));
  const csv = await open(join(folder, 'events.csv'), 'wx');
  const ocsf = await open(join(folder, 'events.ocsf.jsonl'), 'wx');
  const rules = new Map<string, InForce>();
  let [proven, unknown] = [0, 0];
  try {
    await csv.appendFile(eventFormats.csv.header);
    for await (const { key, bytes, proof } of events) {
      await writeFile(join(folder, 'proofs', `${basename(key, '.json')}.tlog-proof`), formatProof(proof));
      proven += 1;
      progressed(proof.index);
      const event = parseEvent(new TextDecoder().decode(bytes));
      if (!event || !isOfThisVersion(event)) {
        unknown += 1;
        continue;
      }
      await csv.appendFile(eventFormats.csv.record(event));
      await ocsf.appendFile(eventFormats.ocsf.record(event));
      noteRules(rules, event);
    }
  } finally {
    await csv.close();
    await ocsf.close();
  }
  return { proven, unknown, rules };
}

/** Threat: whoever can write an event can have any text as its version, and a pack's README has commands that its reader runs. */
function noteRules(rules: Map<string, InForce>, event: AuditEvent): void {
  const version = isRulesVersion(event.rules_version) ? event.rules_version : 'no digest';
  const { time } = event;
  const { first, last } = rules.get(version) ?? { first: time, last: time };
  rules.set(version, { first: time < first ? time : first, last: time > last ? time : last });
}
