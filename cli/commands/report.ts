import type { Command } from 'commander';
import type { Run } from '../run.ts';
import { reportList } from './report-list.ts';
import { reportShow } from './report-show.ts';
import { reportSign } from './report-sign.ts';

/** `vitrine report`: periodic reviews and their signing off. */
export function report(program: Command, run: Run): void {
  const group = program.command('report').description('periodic reviews, and signing them off (reviewers)');
  for (const register of [reportList, reportShow, reportSign]) register(group, run);
}
