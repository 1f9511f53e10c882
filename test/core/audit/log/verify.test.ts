import { describe, expect, it } from 'vitest';
import { sha256Bytes as sha256, verifyEd25519 as verify } from '../../../../adapters/system/bytes.ts';
import { manifestPrefix } from '../../../../core/audit/log/manifest.ts';
import type { Finding } from '../../../../core/audit/log/verify/findings.ts';
import { verifyEvidence } from '../../../../core/audit/log/verify/verify.ts';
import { logHistory } from '../../../support/log-history.ts';
import { VersionedEvidence } from '../../../support/versioned-evidence.ts';

describe('verifying evidence', () => {
  it('finds nothing in 100 logs that nobody has touched', async () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const world = await logHistory(`clean ${seed}`);
      const evidence = new VersionedEvidence(world, 365);
      const findings: Finding[] = [];
      const tally = await verifyEvidence(
        evidence,
        {
          key: world.signer.key,
          sha256,
          verify,
          nowMs: world.now,
          retentionDays: 365,
          served: evidence.servedStore,
        },
        { found: (finding) => findings.push(finding) },
      );
      expect(findings).toEqual([]);
      expect(tally.events + tally.pending).toBe(evidence.keys('events/').length);
      expect(tally.manifests).toBe(evidence.keys(manifestPrefix).length);
    }
  });
});
