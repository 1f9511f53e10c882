import { type Finding, type FindingCode, findingCodes } from '../../core/audit/log/verify/findings.ts';
import type { Terminal } from './terminal.ts';
import { visible } from './visible.ts';

/** Prints one thing that is wrong, and where. */
export function printFinding(terminal: Terminal, finding: Finding): void {
  if (terminal.format === 'json') {
    terminal.json({ finding });
    return;
  }
  const { code, key, versionId, index, detail } = finding;
  const where = [
    key === undefined ? [] : [visible(key)],
    index === undefined ? [] : [`entry ${index}`],
    versionId === undefined ? [] : [`version ${visible(versionId)}`],
  ];
  terminal.print(`${terminal.bold(code)}  ${where.flat().join(', ')}`);
  terminal.print(`  ${visible(detail)}`);
}

/** Prints what each kind of finding means, once. */
export function printMeanings(terminal: Terminal, counts: ReadonlyMap<FindingCode, number>): void {
  for (const [code, count] of counts) {
    terminal.print('');
    terminal.print(`${terminal.bold(code)}, ${count} time${count === 1 ? '' : 's'}`);
    terminal.print(`  ${findingCodes[code]}`);
  }
}
