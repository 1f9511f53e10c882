import path from 'node:path';
import { evidenceCopy, servedCopy } from '../adapters/files/evidence-copy.ts';
import { sha256Bytes, verifyEd25519 } from '../adapters/system/bytes.ts';
import { verifyEvidence } from '../core/audit/log/verify/verify.ts';
import { endOf, signer } from './ledger-log.ts';

/** The verifier of `vitrine audit verify` over a copy of both buckets. Arguments: folder, events. Prints one line of JSON. */
const [folder = '', eventsText = ''] = process.argv.slice(2);
const findings: unknown[] = [];
const started = performance.now();
const { events, findings: found } = await verifyEvidence(
  evidenceCopy(path.join(folder, 'evidence')),
  {
    key: signer.key,
    sha256: sha256Bytes,
    verify: verifyEd25519,
    nowMs: endOf(Number(eventsText)),
    served: servedCopy(path.join(folder, 'served')),
  },
  { found: (finding) => void findings.push(finding) },
);
const ms = performance.now() - started;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    held: events,
    findings: found,
    first: findings[0],
    ms,
    cpuMs: (userCPUTime + systemCPUTime) / 1_000,
    peakMegabytes: maxRSS / 1_000,
  }),
);
