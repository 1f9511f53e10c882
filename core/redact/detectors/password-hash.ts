import type { Detector } from '../detector.ts';
import { nothing } from '../detector.ts';

/** The schemes of crypt(5) and of the PHC string format behind a dollar; those of directories in braces. */
const schemes =
  '1 2a 2b 2x 2y 5 6 7 y gy apr1 sha1 md5 argon2i argon2d argon2id scrypt pbkdf2 pbkdf2-sha256 pbkdf2-sha512 bcrypt-sha256'.split(
    ' ',
  );
const named = ['{ssha', '{sha', '{smd5}', '{crypt}', '{pbkdf2', '{bcrypt}', '{argon2', '{scrypt}'];
const framework = [
  'pbkdf2_sha256$',
  'pbkdf2_sha1$',
  'bcrypt_sha256$',
  'pbkdf2:sha',
  'scrypt:',
  'scram-sha-256$',
];

const shape =
  /(?:\$(?:[0-9a-z-]{1,13})\$[./A-Za-z0-9+=,$:-]{16,240}|\{[a-z0-9-]{3,16}\}[./A-Za-z0-9+=$,-]{16,240}|(?:pbkdf2_sha\d{1,3}|bcrypt_sha256)\$[./A-Za-z0-9+=$-]{24,240}|pbkdf2:sha\d{1,3}:\d{3,8}\$\w{4,32}\$[0-9a-f]{40,128}|scrypt:\d{4,8}:\d{1,3}:\d{1,3}\$\w{4,32}\$[0-9a-f]{64,128}|SCRAM-SHA-256\$\d{3,6}:[A-Za-z0-9+/=]{8,64}\$[A-Za-z0-9+/=:]{40,160})/iy;

export const passwordHash: Detector = {
  id: 'password-hash',
  type: 'password-hash',
  title: 'Hash of a password, by its scheme',
  category: 'credential',
  evidence: 'shape',
  anchors: [...schemes.map((scheme) => `$${scheme}$`), ...named, ...framework],
  verify: ({ text, start, limit, spend }) => {
    shape.lastIndex = start;
    if (!shape.test(text)) return nothing;
    const end = endOf(text, start, shape.lastIndex);
    spend(end - start);
    return end <= limit ? [{ start, end, canonical: text.slice(start, end) }] : nothing;
  },
  examples: [
    ['root:$6$hK3pQ9zL$kd83hQz01LmPw72xkd83h.:19700:0', '$6$hK3pQ9zL$kd83hQz01LmPw72xkd83h.'],
    ['frank:$2y$10$kd83hQz01LmPw72xkd83hO', '$2y$10$kd83hQz01LmPw72xkd83hO'],
    [
      'h=$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub',
      '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub',
    ],
    ['frank:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=', '{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g='],
  ],
  counterExamples: ['Foo$1$bar', 'WHERE a = $1$2', 'Main$$Lambda$5$run', 'price {sha} none'],
  source: 'crypt(5); PHC string format; RFC 2307, section 5.3',
};

/** The fields of shadow(5) go on behind a colon. */
function endOf(text: string, start: number, end: number): number {
  const colon = text.slice(start, end).search(/:(?:\d+:|:|$)/);
  return text[start] === '$' && colon > 0 ? start + colon : end;
}
