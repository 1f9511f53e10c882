import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';

export const kubernetesSecret: Detector = {
  id: 'kubernetes-secret',
  type: 'secret',
  title: 'Data of a Kubernetes secret',
  category: 'credential',
  evidence: 'shape',
  anchors: ['secret'],
  verify,
  examples: [
    ['kind: Secret\ndata:\n  extra: YWxpY2U6UGVsaWNhbjIy\ntype: Opaque', 'YWxpY2U6UGVsaWNhbjIy'],
    ['{"kind":"Secret","data":{"extra":"YWxpY2U6UGVsaWNhbjIy"}}', 'YWxpY2U6UGVsaWNhbjIy'],
    ['stringData:\n  config: pelican 22\nkind: Secret\n', 'pelican 22'],
    [
      'data:\n  .dockercfg: |\n    eyJhdXRocyI6e30K\n    eyJhdXRocyI6\nkind: Secret',
      'eyJhdXRocyI6e30K\n    eyJhdXRocyI6',
    ],
  ],
  counterExamples: [
    'kind: SecretStore\ndata:\n  a: b',
    'kind: ConfigMap\ndata:\n  color: blue',
    'kind: Secret\nmetadata:\n  name: db',
  ],
  source: 'Kubernetes documentation, "Secrets"',
};

/** etcd takes a secret of a megabyte; manifests in logs are short. */
const reach = 8_192;
const isKind = /kind["']?\s?:\s?["']?$/i;
const jsonSection = /"(?:data|stringData)"\s{0,4}:\s{0,4}\{[^{}]{0,8000}\}/g;
const jsonMember = /:\s{0,4}"([^"\\]{1,8000})"/g;
const section = /^([ \t]{0,16})(?:data|stringData):[ \t]*$/gm;
const entry = /^([ \t]+)(?:[\w.-]{1,128}|"[^"\n]{1,128}"|'[^'\n]{1,128}'):[ \t]+(\S[^\n]*)$/;

function verify(hit: Hit): readonly Match[] {
  const { text, start, end, spend } = hit;
  if (/[a-z]/i.test(text.charAt(end)) || !isKind.test(text.slice(Math.max(0, start - 12), start)))
    return nothing;
  const from = Math.max(0, start - reach);
  const window = text.slice(from, end + reach);
  spend(window.length);
  const matches: Match[] = [];
  for (const found of window.matchAll(section)) {
    const depth = found[1]?.length ?? 0;
    readEntries(hit, from + found.index + found[0].length + 1, depth, matches);
  }
  for (const found of window.matchAll(jsonSection)) readMembers(hit, from + found.index, found[0], matches);
  return matches.length > 0 ? matches : nothing;
}

/** The strings of an object of JSON. */
function readMembers({ maskEndAt }: Hit, from: number, object: string, matches: Match[]): void {
  for (const found of object.matchAll(jsonMember)) {
    const value = found[1] ?? '';
    const start = from + found.index + found[0].length - 1 - value.length;
    if (!isMasked(value, maskEndAt)) matches.push({ start, end: start + value.length, canonical: value });
  }
}

/** Entries are indented deeper than their section; so are the lines of a block, deeper than their entry. */
function readEntries({ text, level, maskEndAt }: Hit, from: number, depth: number, matches: Match[]): void {
  let at = from;
  while (at < Math.min(text.length, from + reach)) {
    const line = lineAt(text, at);
    const found = entry.exec(line);
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (line.trim() !== '' && indent <= depth) return;
    let end = at + line.length;
    const value = found?.[2];
    if (value !== undefined && found?.[1] !== undefined) {
      const isBlock = /^[|>][-+]?\d?\s*$/.test(value);
      const start = isBlock ? end + 1 + indentAt(text, end + 1) : end - value.length;
      if (isBlock) end = endOfBlock(text, end + 1, found[1].length);
      const raw = text.slice(start, end);
      const isLeft = isPlaceholder(raw, 'assigned', level) || isMasked(raw, maskEndAt);
      if (end > start && !isLeft && !raw.startsWith('#')) matches.push({ start, end, canonical: raw });
    }
    at = end + 1;
  }
}

function endOfBlock(text: string, from: number, depth: number): number {
  let at = from;
  while (at < Math.min(text.length, from + reach)) {
    const line = lineAt(text, at);
    if (line.trim() === '' || indentAt(text, at) <= depth) break;
    at += line.length + 1;
  }
  return Math.max(from, at - 1);
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(at, end < 0 ? text.length : end);
}

const indentAt = (text: string, at: number): number => /^[ \t]*/.exec(lineAt(text, at))?.[0].length ?? 0;
