import { readFileSync, writeFileSync } from 'node:fs';
import { questionsAsMarkdown } from '../core/audit/questions/document.ts';

/** Writes the questions into docs/audit-sql.md; a test keeps the two the same. */
const file = new URL('../docs/audit-sql.md', import.meta.url);
const mark = '<!-- From here on written by `npm run questions`. -->\n';
const [before] = readFileSync(file, 'utf8').split(mark);
writeFileSync(file, `${before}${mark}\n${questionsAsMarkdown()}`);
