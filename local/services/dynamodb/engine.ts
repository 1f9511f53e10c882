import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import { AwsError } from '../../aws/types.ts';

/** An answer of dynalite: the operation's output, or an error with DynamoDB's own type and fields. */
export type EngineAnswer = { ok: true; output: Fields } | { ok: false; error: Fields; status: number };
export type Fields = Record<string, unknown>;

/** Any text of this shape: dynalite wants to see a signature header and never checks it. */
const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0';

/** dynalite without a port: requests are handed to its HTTP handler in this process. */
export class Engine {
  readonly #server: Server;
  #isClosed = false;

  constructor(folder: string | undefined) {
    const instantly = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
    this.#server = dynalite(folder === undefined ? instantly : { ...instantly, path: folder });
  }

  async call(operation: string, input: Fields): Promise<EngineAnswer> {
    // dynalite would throw where nobody can catch it.
    if (this.#isClosed) {
      return {
        ok: false,
        error: { __type: 'ServiceUnavailable', message: 'DynamoDB is closed.' },
        status: 503,
      };
    }
    const body = Buffer.from(JSON.stringify(input));
    const request = Object.assign(Readable.from([body]), {
      method: 'POST',
      url: '/',
      headers: {
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'content-type': 'application/x-amz-json-1.0',
        authorization: AUTHORIZATION,
        'x-amz-date': '20260101T000000Z',
      },
    });
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve) => {
      const response = {
        statusCode: 200,
        setHeader: () => undefined,
        end: (text: string) => resolve({ status: response.statusCode, text }),
      };
      this.#server.emit('request', request, response);
    });
    const fields = JSON.parse(text) as Fields;
    return status === 200 ? { ok: true, output: fields } : { ok: false, error: fields, status };
  }

  /** The output of a call that must succeed. */
  async expect(operation: string, input: Fields): Promise<Fields> {
    const answer = await this.call(operation, input);
    if (answer.ok) return answer.output;
    throw new AwsError(shortType(answer.error), String(answer.error['message'] ?? operation), answer.status);
  }

  /** dynalite closes its store only behind a server that listens, so it does for this one moment. */
  close(): Promise<void> {
    this.#isClosed = true;
    return new Promise((resolve, reject) => {
      this.#server.listen(0, '127.0.0.1', () => {
        this.#server.close((error) => (error ? reject(error) : resolve()));
      });
    });
  }
}

/** `ConditionalCheckFailedException` of `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`. */
export function shortType(error: Fields): string {
  return String(error['__type']).split('#').at(-1) ?? 'InternalServerError';
}
