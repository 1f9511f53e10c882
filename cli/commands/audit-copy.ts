import type { Command } from 'commander';
import { saveEvidence } from '../../adapters/files/save-evidence.ts';
import { CliError, notVerified } from '../errors.ts';
import { openEvidence, parseS3 } from '../evidence/source.ts';
import { progressBar } from '../output/progress.ts';
import type { Run } from '../run.ts';

/** `vitrine audit copy`: all that verifying takes, with versions and locks, for another machine. */
export function auditCopy(audit: Command, run: Run): void {
  audit
    .command('copy')
    .description('copy the evidence with its versions and locks, to verify it elsewhere')
    .argument('<source>', 's3://bucket[/prefix]')
    .argument('<folder>', 'where to')
    .action(
      run(({ host, terminal }, source: string, folder: string) => {
        if (!parseS3(source)) throw new CliError('usage', `${source} does not look like s3://bucket/prefix`);
        const copy = async () => {
          const progress = progressBar(host, 'versions');
          const { store } = await openEvidence(source);
          const saved = await saveEvidence(store, folder, {
            asOfMs: host.now(),
            progressed: progress.show,
          }).finally(progress.clear);
          terminal.note(`${saved} versions copied to ${folder}`);
          return 0;
        };
        return notVerified(copy());
      }),
    );
}
