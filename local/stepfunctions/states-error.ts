/** A failure that `Retry` and `Catch` may name, e.g. `States.Timeout` or a function's own error type. */
export class StatesError extends Error {
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.name = 'StatesError';
    this.error = error;
  }
}

/** Something the state machine itself got wrong, such as a path that leads nowhere. `States.ALL` does not catch it. */
export function runtimeError(message: string): StatesError {
  return new StatesError('States.Runtime', message);
}
