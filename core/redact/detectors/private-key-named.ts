import { keyed } from './keyed.ts';
import { isOrdinary } from './ordinary.ts';
import { pemCanonical } from './private-key.ts';

export const privateKeyNamed = keyed({
  id: 'private-key-named',
  type: 'private-key',
  title: 'Private key, by the name of its key',
  category: 'credential',
  evidence: 'named',
  names: ['private key', 'ssh key', 'deploy key'],
  exceptValue: isOrdinary,
  narrow: ({ start, end, decoded }) => ({ start, end, canonical: pemCanonical(decoded) }),
  examples: [
    ['private_key=MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'],
    ['{"privateKey":"302e020100300506"}', '302e020100300506'],
  ],
  counterExamples: ['private_key=/etc/ssl/private.pem', 'private_key_id=1a2b3c4d', 'private_key: none'],
  source: 'Common usage, such as the key files of Google Cloud service accounts',
});
