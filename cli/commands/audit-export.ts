import { type Command, Option } from 'commander';
import type { AuditEvent } from '../../core/audit/event.ts';
import { eachDay } from '../../core/day.ts';
import { day } from '../arguments.ts';
import type { Context } from '../context.ts';
import { daysFrom } from '../days.ts';
import { CliError } from '../errors.ts';
import { eventFormats, isOfThisVersion } from '../event-formats.ts';
import { writeNewFile } from '../new-file.ts';
import type { AuditedEvent } from '../output/event.ts';
import { visible } from '../output/visible.ts';
import { writeAll } from '../output/write.ts';
import { allPages } from '../pages.ts';
import { patiently } from '../poll.ts';
import type { Run } from '../run.ts';

interface Options {
  format: keyof typeof eventFormats;
  from: string;
  to?: string;
  out?: string;
}

/** `vitrine audit export`: the events of some days, for another system. */
export function auditExport(audit: Command, run: Run): void {
  audit
    .command('export')
    .description('write the events of some UTC days, newest first, for a SIEM, a spreadsheet or a program')
    .addOption(
      new Option('--format <format>', 'OCSF or plain JSON, an event a line, or CSV')
        .choices(Object.keys(eventFormats))
        .makeOptionMandatory(),
    )
    .requiredOption('--from <day>', 'first UTC day such as 2026-11-01', day)
    .option('--to <day>', 'last UTC day (default: today)', day)
    .option('--out <file>', 'a new file (default: standard output)')
    .action(
      run(async (context, options: Options) => {
        const { host, terminal } = context;
        const days = eachDay(daysFrom(options.from, options.to, host.now())).reverse();
        const format = eventFormats[options.format];
        let count = 0;
        const fill = async (write: (text: string) => Promise<void>) => {
          await write(format.header);
          for await (const { events, at } of eventsOf(context, days)) {
            await write(events.map((event) => format.record(checked(event))).join(''));
            count += events.length;
            if (host.stderr.isTTY) host.stderr.write(`\r${at}: ${count} events`);
          }
        };
        try {
          if (options.out === undefined) await fill((text) => print(context, text));
          else await writeNewFile(options.out, fill);
        } finally {
          if (host.stderr.isTTY) host.stderr.write('\n');
        }
        terminal.note(
          `${count} event${count === 1 ? '' : 's'} of ${days.length} day${days.length === 1 ? '' : 's'}`,
        );
      }),
    );
}

/** Newest first, day by day and within each. */
async function* eventsOf({ api, host }: Context, days: readonly string[]) {
  for (const at of days) {
    const pages = allPages((pageToken) =>
      patiently(host, () => api('auditEvents', { query: { day: at, pageToken } })),
    );
    for await (const { events } of pages) yield { at, events };
  }
}

function checked(event: AuditedEvent): AuditEvent {
  if (isOfThisVersion(event)) return event;
  throw new CliError(
    'unexpected-answer',
    `event ${visible(event.id)} (${visible(event.type)}) is not of this version of the command; update it`,
  );
}

/** A terminal obeys what it is sent, and events hold the words of strangers; a file or a pipe gets them as they are. */
async function print({ host }: Context, text: string): Promise<void> {
  if (text === '') return;
  const shown = text.split(/\r?\n/).map(visible).join('\n');
  await writeAll(host.stdout, host.stdout.isTTY ? shown : text);
}
