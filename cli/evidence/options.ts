import type { Command } from 'commander';
import { timeMs, wholeDays } from '../arguments.ts';
import { keyOption } from './key.ts';

/** What every command that verifies is told beside the evidence. */
export interface VerifyingOptions {
  key: string;
  retention?: number;
  expires?: number;
  asOf?: number;
}

export function addVerifyingOptions(command: Command): Command {
  return command
    .addOption(keyOption())
    .option('--retention <days>', 'for how long every object has to be locked', wholeDays)
    .option('--expires <days>', 'after how many days events may have gone (default: never)', wholeDays)
    .option(
      '--as-of <time>',
      'when the copy was made (default: when its versions were listed, or now)',
      timeMs,
    );
}
