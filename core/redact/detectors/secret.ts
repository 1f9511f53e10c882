import { keyed } from './keyed.ts';
import { isOrdinary } from './ordinary.ts';

export const secret = keyed({
  id: 'secret',
  type: 'secret',
  title: 'Secret or credential, by the name of its key',
  category: 'credential',
  evidence: 'key',
  names: [
    'secret',
    'credentials',
    'signing key',
    'encryption key',
    'master key',
    'shared key',
    'pepper',
    'mfa seed',
    'totp seed',
    'seed phrase',
    'mnemonic',
  ],
  exceptValue: isOrdinary,
  examples: [
    ['client_secret=8a7b6c5d4e', '8a7b6c5d4e'],
    ['{"clientSecret": "GOCSPX-1a2b3c4d"}', 'GOCSPX-1a2b3c4d'],
    ['--client-secret s3cr3t!', 's3cr3t!'],
  ],
  counterExamples: [
    'secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf',
    'reading arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf',
    'secretName: prod/db',
    'secret: /run/secrets/db',
    'secret={{ vault.db }}',
  ],
  source: 'RFC 6749, section 2.3.1; common usage',
});
