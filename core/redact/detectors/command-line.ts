import { isSpace, testAt } from '../characters.ts';
import { blank } from '../classes.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate } from '../gate.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';

const behindBlank = gate({ before: blank });

export const commandLine: Detector = {
  id: 'command-line',
  type: 'password',
  title: 'User and password on a command line',
  category: 'credential',
  evidence: 'named',
  anchors: ['-u', '--user', '-p', '-a'],
  gateOf: () => behindBlank,
  verify,
  examples: [
    ["curl -u 'elastic:P@ssw0rd$1' https://localhost:9200", 'elastic:P@ssw0rd$1'],
    ['curl --user admin:s3cret -X POST http://db', 'admin:s3cret'],
    ['curl -sS -uadmin:s3cret https://x', 'admin:s3cret'],
    ['mysql -h db -uroot -pS3cret! shop', 'S3cret!'],
    ['sshpass -p hunter2 ssh host', 'hunter2'],
    ['docker login -u bob -p hunter2 hub', 'hunter2'],
    ['redis-cli -h cache -a hunter2 ping', 'hunter2'],
  ],
  counterExamples: [
    'ssh -p 2222 host',
    'mkdir -p /var/log/app',
    'tar -u file:name',
    'curl -u $USER:$PASSWORD https://x',
    'curl -u bob: https://x',
    'cp -a dir dir2',
    'docker run -p 8080:80 image',
  ],
  source: 'Manual pages of curl, mysql, sshpass, docker login and redis-cli',
};

const maxValue = 256;
const commandReach = 512;
const value = /^(?:"([^"\n]{1,256})"|'([^'\n]{1,256})'|\$?([^\s"'|;<>]{1,256}))/;

/** The commands whose flag of one letter means a password, or a user with one. */
const meaning: Readonly<Record<string, RegExp>> = {
  '-u': /\b(?:curl|http|https|xh|wget|ldapsearch)\b/,
  '--user': /\b(?:curl|http|https|xh)\b/,
  '-p': /\b(?:mysql\w*|mariadb\w*|sshpass|docker login|podman login|helm registry login|mongo\w*|sqlcmd|az login|oc login|htpasswd)\b/,
  '-a': /\bredis-cli\b/,
};

function verify({ text, start, end, limit, level, maskEndAt, spend }: Hit): readonly Match[] {
  if (!testAt(text, start - 1, isSpace)) return nothing;
  const flag = text.slice(start, end);
  const command = meaning[flag];
  spend(commandReach);
  if (!command?.test(text.slice(Math.max(0, start - commandReach), start))) return nothing;
  const gap = /^(?:\s{1,4}|=)?/.exec(text.slice(end, end + 8))?.[0] ?? '';
  const isGlued = gap === '';
  if (isGlued && flag.length > 2) return nothing;
  const from = end + gap.length;
  const found = value.exec(text.slice(from, Math.min(limit, from + maxValue)));
  const content = found?.[1] ?? found?.[2] ?? found?.[3];
  if (found === null || content === undefined || isMasked(content, maskEndAt)) return nothing;
  const secret = flag.startsWith('-u') || flag === '--user' ? passwordOf(content) : content;
  if (secret === undefined || /^\d{1,5}(?::\d+)?$/.test(secret)) return nothing;
  if (isPlaceholder(secret, 'assigned', level) || secret.startsWith('$') || secret.startsWith('-'))
    return nothing;
  const at = from + found[0].indexOf(content);
  return [{ start: at, end: at + content.length, canonical: content }];
}

function passwordOf(user: string): string | undefined {
  const colon = user.indexOf(':');
  if (colon === 0 && user.length > 8) return user.slice(1);
  if (colon === user.length - 1 && /^[^:]*\d[^:]{5,}:$/.test(user)) return user;
  return colon > 0 && colon < user.length - 1 && !/^\w+:\/\//.test(user) ? user.slice(colon + 1) : undefined;
}
