import { keyed } from './keyed.ts';
import { isOrdinary } from './ordinary.ts';

export const session = keyed({
  id: 'session',
  type: 'session',
  title: 'Session identifier, by the name of its key',
  category: 'credential',
  evidence: 'key',
  names: ['session id', 'sess id', 'session key', 'connect.sid'],
  exceptValue: (value) => isOrdinary(value) || /^\d{1,10}$/.test(value.decoded),
  examples: [
    ['session_id=5f2b9c1e77', '5f2b9c1e77'],
    ['/shop;jsessionid=1A530637289A03B07199A44E8D531427?x=1', '1A530637289A03B07199A44E8D531427?x=1'],
    ['PHPSESSID=298zf09hf012fh2', '298zf09hf012fh2'],
    ['{"sessionId":"a81bc81b-dead-4e5d-abff-90865d1e13b1"}', 'a81bc81b-dead-4e5d-abff-90865d1e13b1'],
  ],
  counterExamples: [
    'session_count=5',
    'session id: none',
    'session started',
    'sessionId=7',
    'sessionid=184467',
  ],
  source: 'OWASP Session Management Cheat Sheet; common usage',
});
