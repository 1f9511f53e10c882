import { blank, classesOf } from '../classes.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate, openGate } from '../gate.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';

/** A flag stands behind a blank, or begins an element of a list of arguments. */
const atWordStart = gate({ before: blank | classesOf(`"'`) });

export const commandLine: Detector = {
  id: 'command-line',
  type: 'password',
  title: 'User and password on a command line',
  category: 'credential',
  evidence: 'named',
  anchors: ['-u', '--user', '--proxy-user', '-p', '-a', ' -w ', ' -k ', ' -x '],
  gateOf: (at) => (at.startsWith(' ') ? openGate : atWordStart),
  verify,
  examples: [
    ["curl -u 'elastic:P@ssw0rd$1' https://localhost:9200", 'elastic:P@ssw0rd$1'],
    ['curl --user admin:s3cret -X POST http://db', 'admin:s3cret'],
    ['curl -sS -uadmin:s3cret https://x', 'admin:s3cret'],
    ['mysql -h db -uroot -pS3cret! shop', 'S3cret!'],
    ['sshpass -p hunter2 ssh host', 'hunter2'],
    ["curl --user bob:'s3 cret' -X PATCH", "bob:'s3 cret'"],
    ['smbclient //nas/share -U bob%s3cret', 'bob%s3cret'],
    ['ldapsearch -x -w hunter2 -b dc=example', 'hunter2'],
    ['docker login -u bob -p hunter2 hub', 'hunter2'],
    ['redis-cli -h cache -a hunter2 ping', 'hunter2'],
    ['exec ["mysql","-uroot","-pS3cret!","shop"]', 'S3cret!'],
    ['{"args":["curl", "-u", "bob:hunter2", "http://x"]}', 'bob:hunter2'],
    ['["sshpass", "-p", "my pass word", "ssh"]', 'my pass word'],
    ["run ['docker', 'login', '-u', 'bob', '-p', 'hunter2']", 'hunter2'],
  ],
  counterExamples: [
    'ssh -p 2222 host',
    'mkdir -p /var/log/app',
    'tar -u file:name',
    'curl -u $USER:$PASSWORD https://x',
    'curl -u bob: https://x',
    'cp -a dir dir2',
    'docker run -p 8080:80 image',
    '["docker","run","-p","8080:80","image"]',
    '["mysql","-p","--host","db"]',
    '["curl","-u","bob:","https://x"]',
  ],
  source: 'Manual pages of curl, mysql, sshpass, docker login and redis-cli',
};

const maxValue = 256;
const commandReach = 512;
/** In a list of arguments, as processes are started with and as logs print them. */
const betweenArguments = /(["']),\s{0,4}\1/g;
/** HTTPie and xh. */
const usesAForUser = /\b(?:https?|xh|xhs)\s/;
/** A word, in quotes or not; user and password may have quotes of their own. */
const value =
  /^(?:((?:[\w.@-]{1,64}|"[^"\n]{1,128}"):(?:"[^"\n]{1,128}"|'[^'\n]{1,128}'))|"([^"\n]{1,256})"|'([^'\n]{1,256})'|\$?([^\s"'|;<>]{1,256}))/;

/** An element of a list, whose quotes stand around it or around the flag before it. */
const argument = { double: /^([^"\n]+)"/, single: /^([^'\n]+)'/ };

/** The commands whose flag of one letter means a password, or a user with one. */
const meaning: Readonly<Record<string, RegExp>> = {
  '-u': /\b(?:curl|wget)\b/,
  '-U': /\b(?:curl|smbclient|rpcclient)\b/,
  '--user': /\bcurl\b/,
  '--proxy-user': /\bcurl\b/,
  '-p': /\b(?:mysql\w*|mariadb\w*|sshpass|docker login|podman login|helm registry login|mongo\w*|sqlcmd|az login|oc login|htpasswd)\b/,
  '-P': /\b(?:sqlcmd|bcp|zip|7z|unzip)\b/,
  '-a': /\bredis-cli\b/,
  '-A': /\bsnmp\w+\b/,
  '-X': /\bsnmp\w+\b/,
  '-w': /\bldap\w+\b/,
  '-k': /\bopenssl enc\b/,
};

function verify({ text, start, end, limit, level, maskEndAt, spend }: Hit): readonly Match[] {
  const flag = text.slice(start, end).trim();
  if (flag.length === end - start && !/[\s"']/.test(text.charAt(start - 1))) return nothing;
  spend(commandReach);
  const before = text.slice(Math.max(0, start - commandReach), start).replace(betweenArguments, ' ');
  const takesUser = flag === '-a' && usesAForUser.test(before);
  const command = takesUser ? usesAForUser : meaning[flag];
  if (!command?.test(before)) return nothing;
  const flagEnd = text.charCodeAt(end - 1) === 32 ? end - 1 : end;
  const gap = /^(?:\s{1,4}|=|(["']),\s{0,4}\1)?/.exec(text.slice(flagEnd, flagEnd + 8))?.[0] ?? '';
  const isGlued = gap === '';
  const quote = /["']/.exec(text.charAt(start - 1))?.[0];
  if (isGlued ? flag.length > 2 : (quote !== undefined) !== gap.includes(',')) return nothing;
  const from = flagEnd + gap.length;
  // Quotes of the value are none of the text around it.
  const to = /^[\w.@-]{0,64}:?"/.test(text.slice(from, from + 66)) ? from + 2 * maxValue : limit;
  const found = quote
    ? argument[quote === '"' ? 'double' : 'single'].exec(text.slice(from, from + maxValue))
    : value.exec(text.slice(from, Math.min(to, from + 2 * maxValue)));
  const content = found?.[1] ?? found?.[2] ?? found?.[3] ?? found?.[4];
  if (found === null || content === undefined || isMasked(content, maskEndAt)) return nothing;
  const secret = takesUser || /^-(?:u$|U$|-)/.test(flag) ? passwordOf(content) : content;
  if (secret === undefined || /^(?:\d{1,5}(?::\d+)?|pass|password|token|secret)$/.test(secret))
    return nothing;
  if (isPlaceholder(secret, 'assigned', level) || /^["']?[$-]/.test(secret)) return nothing;
  const at = from + found[0].indexOf(content);
  return [{ start: at, end: at + content.length, canonical: content.replace(/["']/g, '') }];
}

function passwordOf(user: string): string | undefined {
  const colon = user.search(/[:%]/);
  if (colon === 0 && user.length > 8) return user.slice(1);
  if (colon === user.length - 1 && /^[^:]*\d[^:]{5,}:$/.test(user)) return user;
  return colon > 0 && colon < user.length - 1 && !/^\w+:\/\//.test(user) ? user.slice(colon + 1) : undefined;
}
