import { readFileSync, writeFileSync } from 'node:fs';
import { detectors } from '../core/redact/detectors/index.ts';
import { cloudWatchIdentifiers } from './cloudwatch-identifiers.ts';

/**
 * Writes docs/redaction.md: the text above the marker stays, the tables below it come from the detectors.
 * `node scripts/redaction-docs.ts --check` fails if the file is not what it would be.
 */
const file = new URL('../docs/redaction.md', import.meta.url);
const marker = '<!-- Everything below is generated: node scripts/redaction-docs.ts -->';

const old = readFileSync(file, 'utf8');
const text = `${old.slice(0, old.indexOf(marker))}${marker}\n\n${cloudWatchTable()}\n\n${detectorTable()}\n`;
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (text !== old) {
  console.error('docs/redaction.md is out of date; run: node scripts/redaction-docs.ts');
  process.exit(1);
}

function cloudWatchTable(): string {
  const known = new Set(detectors.map(({ id }) => id));
  const rows = cloudWatchIdentifiers.map(([name, ids]) => {
    const missing = ids.split(' ').filter((id) => !known.has(id));
    if (missing.length > 0)
      throw new Error(`${name} names detectors that are not there: ${missing.join(', ')}`);
    return `| ${name} | ${ids
      .split(' ')
      .map((id) => `\`${id}\``)
      .join(', ')} |`;
  });
  return [
    `## CloudWatch Logs beside ours`,
    '',
    `Each of the ${rows.length} managed data identifiers of CloudWatch Logs, and the detectors that find the same.`,
    '',
    '| CloudWatch identifier | Detectors here |',
    '| --- | --- |',
    ...rows,
  ].join('\n');
}

function detectorTable(): string {
  const covers = new Map<string, string[]>();
  for (const [name, ids] of cloudWatchIdentifiers) {
    for (const id of ids.split(' ')) covers.set(id, [...(covers.get(id) ?? []), name]);
  }
  const rows = detectors.map(
    ({ id, title, category, source, onlyAt }) =>
      `| \`${id}\` | ${title} | ${category}${onlyAt ? `, ${onlyAt} only` : ''} | ${covers.has(id) ? 'yes' : '–'} | ${source} |`,
  );
  return [
    `## All ${detectors.length} detectors`,
    '',
    '| Detector | Finds | Category | CloudWatch has it | Format described in |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
