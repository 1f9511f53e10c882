import { defineConfig } from './core/policy/config.ts';

/**
 * Scopes, people and rules of this installation. `npx cdk synth` checks the file and names any field that is wrong.
 * What is here is a sample: alice asks, bob approves, carol audits, dave is on call, sam supervises.
 */
export default defineConfig({
  scopes: {
    'checkout-prod': {
      title: 'Checkout, production',
      owner: 'Payments team',
      sensitivity: 'high',
      logGroups: ['/aws/lambda/checkout-prod', '/checkout/api'],
      requesters: ['engineers', 'on-call'],
      approvers: ['payments-leads'],
      maxDuration: '4h',
      breakGlass: { eligible: ['on-call'], maxDuration: '1h' },
    },
    'ledger-prod': {
      title: 'Ledger, production',
      owner: 'Finance platform',
      sensitivity: 'critical',
      redaction: 'strict',
      logGroups: ['/ledger/worker'],
      requesters: ['engineers'],
      approvers: ['payments-leads'],
      maxDuration: '1h',
      maxLookback: '2d',
      approvalWindow: '30m',
    },
  },
  people: {
    alice: {
      name: 'Alice Moreau',
      email: 'alice@shop.example',
      subjects: ['alice'],
      groups: ['engineers'],
    },
    bob: {
      name: 'Bob Lindqvist',
      email: 'bob@shop.example',
      subjects: ['bob'],
      groups: ['engineers', 'payments-leads'],
    },
    carol: {
      name: 'Carol Okafor',
      email: 'carol@shop.example',
      subjects: ['carol'],
      groups: ['auditors'],
    },
    dave: {
      name: 'Dave Castellanos',
      email: 'dave@shop.example',
      subjects: ['dave'],
      groups: ['engineers', 'on-call'],
    },
    sam: {
      name: 'Sam Whitfield',
      email: 'sam@shop.example',
      subjects: ['sam'],
      groups: ['supervisors'],
    },
  },
  roles: { auditors: ['auditors'], supervisors: ['supervisors'] },
  watch: { timeZone: 'Europe/Berlin', outsideHours: { onCallGroups: ['on-call'] } },
  audit: { installedOn: '2026-11-01' },
});
