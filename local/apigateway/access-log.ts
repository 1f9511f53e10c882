import { AwsError, type AwsService, type Caller } from '../aws/types.ts';
import { callJson } from '../server/call-service.ts';

/** What `$context.…` may name in an access log format. */
export type AccessContext = Readonly<Record<string, string | number | undefined>>;

export interface AccessLogOptions {
  logs: AwsService;
  caller: Caller;
  /** `arn:aws:logs:…:log-group:NAME`. */
  destinationArn: string;
  format: string;
}

const STREAM = 'api';

/** The stage's access log: one line a request, in the format that the template gives. */
export class AccessLog {
  readonly #options: AccessLogOptions;
  readonly #group: string;
  #ready: Promise<unknown> | undefined;

  constructor(options: AccessLogOptions) {
    this.#options = options;
    this.#group =
      options.destinationArn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? options.destinationArn;
  }

  async write(context: AccessContext, at: number): Promise<void> {
    const message = this.#options.format.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => {
      // Client-chosen text goes into a JSON format: what could break out of its string is escaped.
      return JSON.stringify(String(context[name] ?? '-')).slice(1, -1);
    });
    this.#ready ??= this.#createStream();
    await this.#ready;
    await this.#call('PutLogEvents', { logStreamName: STREAM, logEvents: [{ timestamp: at, message }] });
  }

  async #createStream(): Promise<void> {
    try {
      await this.#call('CreateLogStream', { logStreamName: STREAM });
    } catch (error) {
      if (!(error instanceof AwsError && error.code.includes('AlreadyExists'))) throw error;
    }
  }

  #call(operation: string, input: object): Promise<unknown> {
    const { logs, caller } = this.#options;
    return callJson(logs, caller, `Logs_20140328.${operation}`, { logGroupName: this.#group, ...input });
  }
}
