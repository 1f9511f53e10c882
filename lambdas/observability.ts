import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** Names and levels come from the POWERTOOLS_ variables the stack sets. */
export const logger = new Logger();
export const metrics = new Metrics();

/** Publishes what an invocation has counted; powertools' own middleware warns of every one that counted nothing. */
export const publishMetrics = {
  after: publish,
  onError: publish,
};

function publish(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}

/** What may be logged of an error: never its payload, as AWS errors quote requests. */
export function describeError(error: unknown): { error: string; stack?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  return { error: error.name, ...(error.stack && { stack: frames(error.stack) }) };
}

/** The call frames alone: the first lines of a stack repeat the message. */
function frames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 10)
    .join('\n');
}
