import type { Detector } from '../detector.ts';
import { nothing } from '../detector.ts';

const code = /[A-Za-z0-9._~%/+-]{16,2048}/y;

export const authorizationCode: Detector = {
  id: 'authorization-code',
  type: 'token',
  title: 'Authorization code in the address that OAuth calls back',
  category: 'credential',
  evidence: 'key',
  anchors: ['?code=', '&code='],
  verify: ({ text, end: start, limit, spend }) => {
    code.lastIndex = start;
    if (!code.test(text)) return nothing;
    const end = Math.min(code.lastIndex, limit);
    spend(end - start);
    const value = text.slice(start, end);
    const isCode = /\d/.test(value) && /[A-Za-z]/.test(value);
    return isCode ? [{ start, end, canonical: value }] : nothing;
  },
  examples: [['GET /callback?code=4/0AX4XfWkd83hQz01L&state=x', '4/0AX4XfWkd83hQz01L']],
  counterExamples: ['/products?code=4006381333931', '/errors?code=not-found-in-catalogue', '?code=E1042'],
  source: 'RFC 6749, section 4.1.2',
};
