import type { ConfigInput } from '../../core/policy/config.ts';

/** A configuration of the tests' own, so that editing the shipped one breaks none. Every call gives a fresh copy. */
export function sampleConfig() {
  return structuredClone(sample);
}

const sample = {
  scopes: {
    'checkout-prod': {
      title: 'Checkout, production',
      owner: 'Payments team',
      sensitivity: 'high',
      logGroups: ['/aws/lambda/checkout-prod', '/checkout/api'],
      requesters: ['engineers', 'on-call'],
      approvers: ['payments-leads'],
      maxDuration: '4h',
      maxLookback: '14d',
      approvalWindow: '1h',
      breakGlass: { eligible: ['on-call'], maxDuration: '1h' },
    },
    'ledger-prod': {
      title: 'Ledger, production',
      owner: 'Finance platform',
      sensitivity: 'critical',
      redaction: 'strict',
      logGroups: ['/ledger/worker'],
      requesters: ['finance'],
      approvers: ['payments-leads'],
      maxDuration: '1h',
    },
  },
  people: {
    alice: { name: 'Alice Moreau', email: 'alice@shop.example', subjects: ['alice'], groups: ['engineers'] },
    bob: {
      name: 'Bob Lindqvist',
      email: 'bob@shop.example',
      subjects: ['bob', 'bob-at-the-other-issuer'],
      otherEmails: ['robert@shop.example'],
      groups: ['engineers', 'payments-leads', 'finance'],
    },
    beth: {
      name: 'Beth Adeyemi',
      email: 'beth@shop.example',
      subjects: ['beth'],
      groups: ['payments-leads'],
    },
    carol: { name: 'Carol Okafor', email: 'carol@shop.example', subjects: ['carol'], groups: ['auditors'] },
    dave: { name: 'Dave Castellanos', email: 'dave@shop.example', subjects: ['dave'], groups: ['on-call'] },
    sam: { name: 'Sam Whitfield', email: 'sam@shop.example', subjects: ['sam'], groups: ['supervisors'] },
  },
  roles: { auditors: ['auditors'], supervisors: ['supervisors'] },
  audit: { installedOn: '2026-11-01' },
} satisfies ConfigInput as ConfigInput & { scopes: Record<string, ConfigInput['scopes'][string]> };
