import { createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { createRedactor, type Finding } from '../core/redact/engine.ts';
import { createPseudonymize } from '../core/redact/pseudonym.ts';

/**
 * `npm run bench -- redaction-quality FILE…`: reads labelled cases (`.jsonl`, also gzipped) and prints, for each set and label,
 * how many secrets are covered in every character and how many harmless texts are altered. `--missed` and `--altered` also
 * print the cases, `--level strict` uses that level.
 */
export default async function bench(): Promise<void> {
  const { files, flags, level } = readArguments(process.argv.slice(3));
  if (files.length === 0) {
    console.error('Which cases? Run: npm run bench -- redaction-quality FILE… [--missed] [--altered]');
    process.exit(2);
  }
  const pseudonymize = createPseudonymize((message) =>
    createHmac('sha256', 'the benchmark').update(message).digest(),
  );
  const { redact } = createRedactor({ level, pseudonymize });
  const scores = new Map<string, Map<string, Score>>();
  for (const file of files) {
    for await (const labelled of casesOf(file)) {
      const outcome = judge(labelled, redact(labelled.text).findings);
      count(scores, labelled, outcome);
      if (outcome.missed > 0 && flags.has('--missed')) show('missed', labelled);
      if (outcome.altered && flags.has('--altered')) show('altered', labelled);
    }
  }
  for (const [set, labels] of scores) print(set, labels);
}

interface Labelled {
  set: string;
  text: string;
  /** UTF-16 offsets and the label of what must be hidden. */
  spans: [start: number, end: number, label: string][];
  label: string;
  /** `tp` holds a secret, `fp` is harmless in the eyes of its own rule. */
  kind: 'tp' | 'fp';
}

interface Score {
  spans: number;
  missed: number;
  negatives: number;
  altered: number;
}

interface Outcome {
  spans: number;
  missed: number;
  altered: boolean;
}

function readArguments(args: readonly string[]) {
  const strict = args.includes('--level') && args[args.indexOf('--level') + 1] === 'strict';
  const files = args.filter((word, index) => !word.startsWith('--') && args[index - 1] !== '--level');
  const level = strict ? ('strict' as const) : ('standard' as const);
  return { files, flags: new Set(args.filter((word) => word.startsWith('--'))), level };
}

async function* casesOf(file: string): AsyncGenerator<Labelled> {
  const bytes = createReadStream(file);
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  for await (const line of createInterface({ input })) {
    if (line !== '') yield JSON.parse(line) as Labelled;
  }
}

/** A secret without a span counts as found if anything in its text is hidden. */
function judge({ kind, spans, text }: Labelled, findings: readonly Finding[]): Outcome {
  if (kind === 'fp') return { spans: 0, missed: 0, altered: findings.length > 0 };
  if (spans.length === 0) return { spans: 1, missed: findings.length > 0 ? 0 : 1, altered: false };
  const missed = spans.filter(([start, end]) => !isCovered(text, start, end, findings)).length;
  return { spans: spans.length, missed, altered: false };
}

/** Blanks and quotes at the ends of a span are not part of what is secret. */
function isCovered(text: string, start: number, end: number, findings: readonly Finding[]): boolean {
  for (let at = start; at < end; at += 1) {
    if (/[\s"'`]/.test(text.charAt(at))) continue;
    if (!findings.some((finding) => finding.start <= at && at < finding.end)) return false;
  }
  return true;
}

function count(scores: Map<string, Map<string, Score>>, { set, label }: Labelled, outcome: Outcome): void {
  const labels = scores.get(set) ?? new Map<string, Score>();
  scores.set(set, labels);
  const score = labels.get(label) ?? { spans: 0, missed: 0, negatives: 0, altered: 0 };
  labels.set(label, score);
  score.spans += outcome.spans;
  score.missed += outcome.missed;
  if (outcome.spans === 0) score.negatives += 1;
  if (outcome.altered) score.altered += 1;
}

function show(what: string, { set, label, text, spans }: Labelled): void {
  const hidden = spans.map(([start, end]) => text.slice(start, end));
  console.log(JSON.stringify({ what, set, label, text: text.slice(0, 400), hidden }));
}

function print(set: string, labels: ReadonlyMap<string, Score>): void {
  console.log(`\n${set}`);
  console.log(
    `${'label'.padEnd(44)}${'secrets'.padStart(9)}${'recall'.padStart(9)}${'altered'.padStart(12)}`,
  );
  for (const [label, { spans, missed, negatives, altered }] of [...labels].sort()) {
    const recall = spans > 0 ? percent(1 - missed / spans) : '';
    const share = negatives > 0 ? `${altered}/${negatives}` : '';
    console.log(`${label.padEnd(44)}${String(spans).padStart(9)}${recall.padStart(9)}${share.padStart(12)}`);
  }
  const all = [...labels.values()];
  const sum = (key: keyof Score) => all.reduce((total, score) => total + score[key], 0);
  const withSecrets = all.filter(({ spans }) => spans > 0);
  const mean = withSecrets.reduce((total, s) => total + 1 - s.missed / s.spans, 0) / withSecrets.length;
  console.log(
    `recall, mean of ${withSecrets.length} labels ${percent(mean)}; of ${sum('spans')} secrets ` +
      `${percent(1 - sum('missed') / sum('spans'))}; altered ${percent(sum('altered') / sum('negatives'))} of ${sum('negatives')} negatives`,
  );
}

const percent = (share: number): string => (Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–');
