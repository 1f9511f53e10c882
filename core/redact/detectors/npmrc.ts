import { isSpace, skipWhile } from '../characters.ts';
import type { Detector } from '../detector.ts';
import { nothing } from '../detector.ts';
import { isMasked } from '../masks.ts';

export const npmrc: Detector = {
  id: 'npmrc',
  type: 'token',
  title: 'Credentials of a registry in npm’s configuration',
  category: 'credential',
  evidence: 'named',
  anchors: [':_authtoken=', ':_auth=', ':_password='],
  verify: ({ text, end: start, limit, maskEndAt, spend }) => {
    const end = skipWhile(text, start, Math.min(limit, start + 2_048), (code) => !isSpace(code));
    spend(end - start);
    const canonical = text.slice(start, end);
    const isLeft = canonical === '' || canonical.includes('$') || isMasked(canonical, maskEndAt);
    return isLeft ? nothing : [{ start, end, canonical }];
  },
  examples: [['//npm.example/:_authToken=kq83hZ0pLm', 'kq83hZ0pLm']],
  counterExamples: [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable, as configuration shows it.
    '//npm.example/:_authToken=${NPM_TOKEN}',
    '//npm.example/:_authToken=',
  ],
  source: 'npm documentation, "npmrc"',
};
