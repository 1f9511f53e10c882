import { type Command, Option } from 'commander';
import { writeAll } from '../output/write.ts';
import { filterStream } from '../redact/filter.ts';
import { readSettings, type SettingsOptions } from '../redaction-settings.ts';
import type { Run } from '../run.ts';

interface Options extends SettingsOptions {
  input: 'text' | 'jsonl';
  stats?: boolean;
}

/** `vitrine redact < some.log`: hides what is sensitive in logs of one's own; nothing leaves the machine. */
export function redact(program: Command, run: Run): void {
  program
    .command('redact')
    .description('hide secrets and personal data in a log: standard input to standard output')
    .addOption(
      new Option('--input <format>', 'lines of text, or one object a line with a string named text')
        .choices(['text', 'jsonl'])
        .default('text'),
    )
    .addOption(
      new Option('--level <level>', 'strict also hides what only looks random')
        .choices(['standard', 'strict'])
        .default('standard'),
    )
    .option('--config <file>', 'a vitrine.config.ts, for its allowed values and detectors of its own')
    .option('--scope <name>', 'a scope in that file, for those of its own')
    .option('--stats', 'say at the end how much of what was hidden')
    .action(
      run(async ({ host, terminal }, { input, stats, ...options }: Options) => {
        const settings = await readSettings(options);
        const say = (text: string) => host.stderr.write(`${text}\n`);
        const result = await filterStream(
          {
            input: host.stdin,
            write: (text) => writeAll(host.stdout, text),
            report: say,
            progress: host.stderr.isTTY ? (records) => host.stderr.write(`\r${records} records`) : undefined,
          },
          { input, settings, output: terminal.format },
        );
        if (host.stderr.isTTY && result.records >= 10_000) say('');
        if (stats) {
          say(`${result.records} records, ${result.badRecords} of them bad`);
          const counts = Object.entries(result.counts).sort(([, a], [, b]) => b - a);
          for (const [type, count] of counts) say(`${String(count).padStart(10)}  ${type}`);
        }
        return result.badRecords > 0 ? 1 : 0;
      }),
    );
}
