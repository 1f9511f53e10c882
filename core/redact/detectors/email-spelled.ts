import type { Detector } from '../detector.ts';
import { nothing } from '../detector.ts';

const local = /[A-Za-z0-9][A-Za-z0-9._+-]{0,63} ?$/;
const domain =
  /^ ?[A-Za-z0-9-]{1,63}(?: ?(?:\.|[[({]dot[\])}]) ?[A-Za-z0-9-]{1,63}){0,4} ?(?:\.|[[({]dot[\])}]) ?[A-Za-z]{2,24}(?![A-Za-z0-9])/i;
const localReach = 66;
const domainReach = 256;

export const emailSpelled: Detector = {
  id: 'email-spelled',
  type: 'email',
  title: 'E-mail address with its signs spelled in brackets',
  category: 'personal',
  evidence: 'shape',
  anchors: ['[at]', '(at)', '{at}', '[ at ]'],
  verify: ({ text, start: at, end: afterAt, limit, spend }) => {
    const before = local.exec(text.slice(Math.max(0, at - localReach), at))?.[0];
    const after = domain.exec(text.slice(afterAt, Math.min(limit, afterAt + domainReach)))?.[0];
    if (before === undefined || after === undefined) return nothing;
    spend(before.length + after.length);
    const [start, end] = [at - before.length, afterAt + after.length];
    const spelled = after.replace(/[[({]dot[\])}]/gi, '.');
    const canonical = `${before}@${spelled}`.replaceAll(' ', '').toLowerCase();
    return [{ start, end, canonical }];
  },
  examples: [
    ['from bob[at]example[dot]com today', 'bob[at]example[dot]com'],
    ['from bob (at) mail.example.com today', 'bob (at) mail.example.com'],
  ],
  counterExamples: ['failed (at) line 12', 'list[at] = x'],
  source: 'Common usage of web pages and mailing lists',
};
