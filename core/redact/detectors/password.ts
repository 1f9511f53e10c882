import type { Value } from '../pairs/value.ts';
import { keyed } from './keyed.ts';

export const password = keyed({
  id: 'password',
  type: 'password',
  title: 'Password, by the name of its key',
  category: 'credential',
  evidence: 'key',
  names: [
    'password',
    'passwd',
    'passwort',
    'pwd',
    'passphrase',
    'passcode',
    'db pass',
    'user pass',
    'smtp pass',
    'auth pass',
    'ssh pass',
    'become pass',
    'mail pass',
    'admin pass',
    'root pass',
    'store pass',
    'key pass',
    'require pass',
    'bind pw',
    'root pw',
    'admin pw',
  ],
  wholeNames: ['pass', 'pw', 'psk'],
  listNames: ['passwords', 'passphrases'],
  exceptNames: ['forgot password', 'forgotten password'],
  exceptValue: isNoPassword,
  examples: [
    ['login failed password=hunter2 user=7', 'hunter2'],
    ['Password: correct-horse', 'correct-horse'],
    ['{"user":"u1","password":"p\\"q"}', 'p\\"q'],
    ["{'db_passwd': 'a,b c'}", 'a,b c'],
    ['GET /login?user=u1&password=s3cr%26t&next=/', 's3cr%26t'],
    ['mysql --password s3cret --host db', 's3cret'],
    ['MYSQL_PWD=tr0ub4dor; export MYSQL_PWD', 'tr0ub4dor'],
    ['user[password]=hunter2&commit=1', 'hunter2'],
    ['<password>hunter2</password>', 'hunter2'],
    ['{"name":"password","value":"hunter2"}', 'hunter2'],
    ['{"password":12345}', '12345'],
    ['{"oldPasswords":["hunter2"]}', 'hunter2'],
    ['{"user":"a","pass":"b1!"}', 'b1!'],
  ],
  counterExamples: [
    'password: null',
    'password=true',
    '{"passwords":17}',
    'password=""',
    '{"password":""}',
    'password=<password>',
    'password: ***',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable, as configuration shows it.
    'password=${PASSWORD}',
    'password_length=12',
    'PasswordPolicy: strict',
    'reset your password at the desk',
    'PWD=/var/task',
    'tests: pass: 12 fail: 0',
    'password: required',
  ],
  source: 'Common usage of configuration, forms and logs',
});

/** The shell's `PWD`; and `pass` also counts tests. */
function isNoPassword({ decoded }: Value, name: string): boolean {
  if (/^(?:pass|pw)$/i.test(name)) return /^\d{1,4}%?$/.test(decoded);
  return /^(?:old)?pwd$/i.test(name) && /^(?:[~/]|[A-Za-z]:[\\/])/.test(decoded);
}
