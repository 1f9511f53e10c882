import { oneOf, skipBackWhile } from '../characters.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';

export const redisAccessList: Detector = {
  id: 'redis-access-list',
  type: 'password',
  title: 'Password, or its hash, in the rules of a user of Redis',
  category: 'credential',
  evidence: 'named',
  anchors: ['setuser', ' on >', ' on #', ' off >', ' off #'],
  verify,
  examples: [
    ['ACL SETUSER bob on >hunter2 ~cache:* +@read', 'hunter2'],
    ['"ACL" "SETUSER" "bob" "on" ">hunter2" "+@all"', 'hunter2'],
    ['user bob on >hunter2 ~* &* +@all', 'hunter2'],
    [String.raw`{"ran":"ACL SETUSER \">hunter2\" +@all"}`, 'hunter2'],
    [
      'user bob on sanitize-payload ~* on #9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 +@all',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    ],
  ],
  counterExamples: [
    'user default on nopass ~* &* +@all',
    'ACL SETUSER bob +get ~cache:*',
    'user bob on >= 3 retries',
    'turned on >hunter2',
  ],
  source: 'Redis documentation, "ACL SETUSER", https://redis.io/commands/acl-setuser',
};

const reach = 512;
/** A rule gives a password, takes one away, or does the same with its hash in SHA-256. */
const passwordRule = /(?<=[\s"'])(?:[><]([^\s"'>=][^\s"']{0,255})|[#!]([0-9a-f]{64}))(?![^\s"'])/g;
/** The line of a file, or what `ACL LIST` prints. */
const beginsRules = /\buser \S{1,128} (?:[^\s>#]\S{0,63} ){0,16}$/;

function verify({ text, start, end, level, maskEndAt, spend }: Hit): readonly Match[] {
  spend(reach);
  const isCommand = text.charAt(start) !== ' ';
  if (!isCommand && !beginsRules.test(text.slice(Math.max(0, start - reach), start + 1))) return nothing;
  const from = isCommand ? end : start;
  const rules = (text.slice(from, from + reach).split('\n', 1)[0] ?? '').matchAll(passwordRule);
  return Array.from(rules).flatMap((rule) => {
    const at = from + rule.index + 1;
    const canonical = withoutQuoteEscapes(text, at, at + (rule[1] ?? rule[2] ?? '').length);
    if (canonical === '' || isMasked(canonical, maskEndAt) || isPlaceholder(canonical, 'assigned', level))
      return nothing;
    return [{ start: at, end: at + canonical.length, canonical }];
  });
}

const isBackslash = oneOf('\\');

/** What stands from one place to another, without the backslashes of the quote that follows. */
function withoutQuoteEscapes(text: string, from: number, to: number): string {
  const isQuoteNext = text.charAt(to) === '"' || text.charAt(to) === "'";
  return text.slice(from, isQuoteNext ? skipBackWhile(text, to, from, isBackslash) : to);
}
