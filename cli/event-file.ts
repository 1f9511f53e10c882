import type { LogEvent } from '../core/insights/discover.ts';
import { EventLineError, EventLines } from '../core/insights/event-lines.ts';
import type { Execution, Row } from '../core/insights/execute.ts';
import { TooManyRows } from '../core/insights/run/stage.ts';
import { CliError } from './errors.ts';
import type { Host } from './host.ts';
import { lineBatches } from './input.ts';

/** A file of events, or standard input for `-`. Times in milliseconds since 1970, inclusive. */
interface EventFile {
  readonly host: Pick<Host, 'stdin' | 'now'>;
  readonly file: string;
  /** The lines are messages as they are, not JSON events. */
  readonly text?: boolean;
  readonly from?: number;
  readonly to?: number;
}

/** Streams the events of a file through a query. What is held is bounded by the query, not by the file. */
export async function runOverFile(execution: Execution, events: EventFile): Promise<Row[]> {
  const { host, file, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = events;
  const json = new EventLines('try');
  const read = events.text
    ? (line: string) => textEvent(line, host.now())
    : (line: string) => json.next(line);
  let number = 0;
  try {
    for await (const lines of lineBatches(host, file)) {
      for (const line of lines) {
        number += 1;
        const event = read(line);
        if (event === undefined || event.timestamp < from || event.timestamp > to) continue;
        execution.pushEvent(event, String(number));
      }
    }
    return execution.finish();
  } catch (error) {
    if (error instanceof TooManyRows) throw new CliError('usage', error.message, error);
    if (!(error instanceof EventLineError)) throw error;
    const what = `line ${error.number} of ${file} ${error.fault}`;
    throw new CliError('usage', `${what}; for plain log lines use --text`, error);
  }
}

function textEvent(line: string, now: number): LogEvent | undefined {
  if (line.trim() === '') return undefined;
  return { timestamp: now, ingestionTime: now, message: line, logStream: 'try', log: 'try' };
}
