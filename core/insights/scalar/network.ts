import { toText, type Value } from '../values.ts';
import { onText, type ScalarFunction, scalar } from './scalar.ts';

export const networkFunctions: readonly (readonly [string, ScalarFunction])[] = [
  scalar('isValidIp(text)', ([a]) => test(a, (address) => address !== undefined)),
  scalar('isValidIpV4(text)', ([a]) => test(a, (address) => address?.bits === 32)),
  scalar('isValidIpV6(text)', ([a]) => test(a, (address) => address?.bits === 128)),
  scalar('isIpInSubnet(text, subnet)', ([a, subnet]) => inSubnet(a, subnet), { check: checkSubnet() }),
  scalar('isIpv4InSubnet(text, subnet)', ([a, subnet]) => inSubnet(a, subnet, 32), {
    check: checkSubnet(32),
  }),
  scalar('isIpv6InSubnet(text, subnet)', ([a, subnet]) => inSubnet(a, subnet, 128), {
    check: checkSubnet(128),
  }),
  scalar('ipv4ToNumber(text)', ([a]) =>
    onText(a, (text) => {
      const address = readAddress(text);
      return address?.bits === 32 ? Number(address.value) : null;
    }),
  ),
  scalar('isPrivateIP(text)', ([a]) => test(a, (address) => isWithin(address, privateNets))),
  scalar('isPublicIP(text)', ([a]) =>
    test(a, (address) => address !== undefined && !isWithin(address, [...privateNets, ...reservedNets])),
  ),
  scalar('isReservedIP(text)', ([a]) => test(a, (address) => isWithin(address, reservedNets))),
];

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** RFC 1918, RFC 4193. */
const privateNets = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];
/** RFC 6890 and the registries it began. */
const reservedNets = [
  ...['0.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', '::1/128', '2001:db8::/32', 'fe80::/10', 'ff00::/8'],
];

function test(value: Value | undefined, holds: (address: Address | undefined) => boolean): Value {
  const text = toText(value ?? null);
  return Number(holds(text === null ? undefined : readAddress(text)));
}

function inSubnet(value: Value | undefined, subnet: Value | undefined, bits?: 32 | 128): Value {
  const net = toText(subnet ?? null);
  return test(value, (address) => {
    const isKind = bits === undefined || address?.bits === bits;
    return net !== null && isKind && isWithin(address, [net]);
  });
}

function isWithin(address: Address | undefined, nets: readonly string[]): boolean {
  if (address === undefined) return false;
  return nets.some((text) => {
    const net = readNet(text);
    if (net?.start.bits !== address.bits) return false;
    const shift = BigInt(net.start.bits - net.prefix);
    return address.value >> shift === net.start.value >> shift;
  });
}

/** Refuses a subnet that is written in the query and can hold no address. */
function checkSubnet(bits?: 32 | 128): NonNullable<ScalarFunction['check']> {
  return ([, subnet]) => {
    if (subnet?.kind !== 'string' && subnet?.kind !== 'number') return undefined;
    const net = subnet.kind === 'string' ? readNet(subnet.value) : undefined;
    const isKind = net !== undefined && (bits === undefined || net.start.bits === bits);
    return isKind
      ? undefined
      : `the subnet is written like \`"${bits === 128 ? 'fd00::/8' : '10.0.0.0/8'}"\``;
  };
}

function readNet(text: string): { start: Address; prefix: number } | undefined {
  const [base = '', length = '', ...more] = text.split('/');
  const start = readAddress(base);
  const isLength = /^\d{1,3}$/.test(length) && more.length === 0;
  return start !== undefined && isLength && Number(length) <= start.bits
    ? { start, prefix: Number(length) }
    : undefined;
}

function readAddress(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  return text.includes(':') ? readV6(text) : readV4(text);
}

function readV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function readV6(text: string): Address | undefined {
  const last = text.slice(text.lastIndexOf(':') + 1);
  const v4 = last.includes('.') ? readV4(last) : undefined;
  if (last.includes('.') && v4 === undefined) return undefined;
  const tail =
    v4 === undefined ? last : `${(v4.value >> 16n).toString(16)}:${(v4.value & 0xffffn).toString(16)}`;
  const halves = (text.slice(0, text.length - last.length) + tail).split('::');
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], rest] = groups;
  if (halves.length > 2) return undefined;
  const missing = 8 - head.length - (rest?.length ?? 0);
  if (rest === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...new Array<string>(Math.max(0, missing)).fill('0'), ...(rest ?? [])];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) };
}
