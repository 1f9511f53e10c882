import { defineConfig } from '../../core/policy/config.ts';
import { sampleConfig } from './sample-config.ts';

const sample = sampleConfig();

/** The sample with scopes whose limits are short enough for a test to wait for. */
export default defineConfig({
  ...sample,
  scopes: {
    ...sample.scopes,
    'quick-prod': {
      title: 'Quick, production',
      owner: 'Test team',
      sensitivity: 'low',
      logGroups: ['/quick/api'],
      requesters: ['engineers'],
      approvers: ['payments-leads'],
      approvalWindow: '20s',
      maxDuration: '1h',
      decideByTokenAlone: true,
    },
  },
  review: { window: '1m' },
  // Tests run at any hour.
  watch: { outsideHours: false },
});
