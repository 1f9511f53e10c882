import type { ProveFault } from '../../core/audit/log/prove.ts';

export const proveFaults: Record<ProveFault, string> = {
  'no-head': 'the log has no head that this key has signed',
  'not-in-log': 'the event is not in the log, or not under its newest head yet',
  contradiction: 'the manifests are not those that were signed; see vitrine audit verify',
};
