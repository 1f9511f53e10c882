import type { VerifyOptions } from '../../core/audit/log/verify/options.ts';
import type { Tally } from '../../core/audit/log/verify/report.ts';
import { counted } from '../../core/counted.ts';
import type { Days } from '../../core/day.ts';
import { verdictOf } from '../evidence/verdict.ts';
import type { PackedEvents } from './events.ts';

export interface Packed {
  days: Days;
  /** What the evidence was verified with. */
  options: VerifyOptions;
  tally: Readonly<Tally>;
  unchecked: readonly string[];
  events: PackedEvents;
  /** Versions of the rules whose text is not there, or not what its name says. */
  lackingRules: readonly string[];
  /** Files of the reports of reviews. */
  reports: readonly string[];
  knowsVersions: boolean;
}

/** What is in a pack, what was found, and how anybody can check it. */
export function packReadme(packed: Packed): string {
  const { days, options, tally, unchecked } = packed;
  return `# Audit pack of ${options.key.name}, ${days.from} to ${days.to} (UTC days)

**${verdictOf(tally, options.nowMs)}**
${tally.findings > 0 ? '\nWhat was found is in `findings.jsonl`; Vitrine’s docs/verify.md says what each code means.\n' : ''}
Not verified when this pack was made: ${unchecked.join('; ')}.

${contents(packed)}
${rulesTable(packed)}
${verification(packed)}
## What it does not show

- Events of other days. The log names them, too, by key, version and digest, so that this pack cannot leave any out of its days; what is in them is not here.
- Events that were never written, and what happened after the newest signed head.
- That the key is the right one. Whoever could make all of this anew would put their own here.
`;
}

function contents({ events, reports, tally, knowsVersions }: Packed): string {
  const young = tally.pending > 0 ? `; ${tally.pending} more are too young to be in the log` : '';
  const unknown =
    events.unknown > 0
      ? ` In neither, but in \`evidence\`: ${counted(events.unknown, 'event')} of another version of Vitrine.`
      : '';
  return `## What is in it

| | |
|---|---|
| \`evidence/events\` | every event of these days, byte for byte as it was written |
| \`evidence/log\` | the whole log of all events: manifests, and every head that was signed |
${knowsVersions ? '| `evidence/versions.jsonl` | all versions, delete markers and locks of these objects |\n' : ''}| \`evidence/reviews\` | ${reports.length === 0 ? 'reports of periodic reviews; there are none of these days' : `reports of the periodic reviews of these days: ${reports.join(', ')}`} |
| \`evidence/rules\` | the configurations that were in force, each named by its SHA-256 |
| \`events.csv\`, \`events.ocsf.jsonl\` | what the log proves, ${counted(events.proven, 'event')}, as a table and in OCSF${young}.${unknown} |
| \`proofs\` | a proof of each of them (C2SP tlog-proof) |
| \`served\` | the log in the layout that public tools read (C2SP tlog-tiles), made from the manifests |
| \`vkey\` | the verifier key that all of it was verified with |
| \`findings.jsonl\` | what is wrong, a finding a line; empty if nothing is |
| \`SHA256SUMS\` | of all files |
`;
}

function rulesTable({ events, lackingRules }: Packed): string {
  const rows = [...events.rules].map(([version, { first, last }]) => {
    const text = lackingRules.includes(version) ? 'not there' : 'there';
    return `| \`${version}\` | ${first} | ${last} | ${text} |`;
  });
  if (rows.length === 0) return '';
  return `## Rules in force

| version | first event | last event | text |
|---|---|---|---|
${rows.join('\n')}
`;
}

function eventsCheck({ days, events, tally }: Packed): string {
  const logged = `grep -raoh '"key":"events/[^}]*' served/tile/entries |
  sed -E 's|"key":"([^"]*)","versionId":"[^"]*","sha256":"([0-9a-f]*)"|\\2  evidence/\\1|' |
  awk -F'[=/]' '$4 >= "${days.from}" && $4 <= "${days.to}"' | sort -u`;
  if (events.proven + tally.pending + tally.findings === 0) {
    return `The log names no event of these days. This prints every one that it does:

\`\`\`sh
${logged}
\`\`\`
`;
  }
  return `Each event of these days is as the log has it, and none is missing; the last command prints events that the log does not name, which may only
be such as are too young:

\`\`\`sh
${logged} > ../logged.txt
sha256sum --check --quiet ../logged.txt
find evidence/events -type f | sort > ../there.txt
cut -c67- ../logged.txt | sort | comm -13 - ../there.txt
\`\`\`
`;
}

function verification(packed: Packed): string {
  const { days, options } = packed;
  const { retentionDays, expireDays } = options;
  const retention = retentionDays === undefined ? '' : ` --retention ${retentionDays}`;
  const expires = expireDays === undefined ? '' : ` --expires ${expireDays}`;
  return `## How to check it

**Compare \`vkey\` with the key that the log’s owner has told you in another way.** Then, in this folder, with tools that are not
Vitrine’s (on macOS \`shasum -a 256\` does what \`sha256sum\` does):

The files are as they were packed:

\`\`\`sh
sha256sum --check --quiet SHA256SUMS
\`\`\`

The log is what was signed. Tessera, of the makers of Certificate Transparency, derives the tree from the entries anew and says
\`Successfully fsck'd\`:

\`\`\`sh
go run github.com/transparency-dev/tessera/cmd/fsck@v1.0.4 --storage_url=file://$PWD/served/ --public_key=vkey --ui=false
\`\`\`

${eventsCheck(packed)}
A configuration is the one that the events name if its SHA-256 is its name:

\`\`\`sh
sha256sum evidence/rules/*.json
\`\`\`

With Vitrine’s own verifier, which also holds versions, delete markers, times and every signed head against each other:

\`\`\`
npx vitrine audit verify evidence --served served --key @vkey --from ${days.from} --to ${days.to} --as-of ${new Date(options.nowMs).toISOString()}${retention}${expires}
npx vitrine audit prove --check proofs/ID.tlog-proof --event evidence/events/dt=DAY/ID.json --key @vkey
\`\`\`
`;
}
