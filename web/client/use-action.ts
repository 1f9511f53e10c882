import { useState } from 'preact/hooks';
import type { Answer } from './api.ts';
import type { Failure } from './failure.ts';

interface State {
  busy: boolean;
  failure: Failure | undefined;
}
const idle: State = { busy: false, failure: undefined };

/**
 * One thing at a time that a button does: whether it is on its way, and why it failed. A second press meanwhile does
 * nothing, so buttons say that they are busy and keep the focus; a disabled one would lose it.
 */
export function useAction(): {
  busy: boolean;
  failure: Failure | undefined;
  run: <T>(act: () => Promise<Answer<T>>, onDone: (value: T) => void) => Promise<void>;
  /** Forgets the failure, as what it was about has changed. */
  clear: () => void;
} {
  const [state, setState] = useState<State>(idle);
  return {
    ...state,
    clear: () => setState((current) => (current.failure ? idle : current)),
    async run(act, onDone) {
      if (state.busy) return;
      setState({ busy: true, failure: undefined });
      const answer = await act();
      setState({ busy: false, failure: answer.ok ? undefined : answer.failure });
      if (answer.ok) onDone(answer.value);
    },
  };
}
