/** One entry of an execution's history, as `GetExecutionHistory` answers it; `timestamp` in milliseconds. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  timestamp: number;
  type: string;
  /** The details under the key that the event's type has in the API. */
  details: Record<string, unknown>;
}

/** AWS ends an execution whose history grows beyond this. */
export const MAX_HISTORY_EVENTS = 25_000;

/** The key of an event's details: `TaskStateEntered` → `stateEnteredEventDetails`, `TaskFailed` → `taskFailed…`. */
export function detailsKey(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
