/** The part of Amazon States Language that is played: JSONPath, Standard workflows, `lambda:invoke` tasks. */

export interface Definition {
  StartAt: string;
  States: Record<string, State>;
  TimeoutSeconds?: number;
}

interface Common {
  Comment?: string;
  InputPath?: string | null;
  OutputPath?: string | null;
}

interface Leads {
  Next?: string;
  End?: boolean;
}

export interface TaskState extends Common, Leads {
  Type: 'Task';
  Resource: string;
  Parameters?: unknown;
  ResultSelector?: unknown;
  ResultPath?: string | null;
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  HeartbeatSeconds?: number;
  HeartbeatSecondsPath?: string;
  Retry?: Retrier[];
  Catch?: Catcher[];
}

interface PassState extends Common, Leads {
  Type: 'Pass';
  Result?: unknown;
  Parameters?: unknown;
  ResultPath?: string | null;
}

export interface WaitState extends Common, Leads {
  Type: 'Wait';
  Seconds?: number;
  SecondsPath?: string;
  Timestamp?: string;
  TimestampPath?: string;
}

interface ChoiceState extends Common {
  Type: 'Choice';
  Choices: ChoiceRule[];
  Default?: string;
}

interface SucceedState extends Common {
  Type: 'Succeed';
}

export interface FailState extends Common {
  Type: 'Fail';
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
}

export type State = TaskState | PassState | WaitState | ChoiceState | SucceedState | FailState;

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: string;
}

export interface Catcher {
  ErrorEquals: string[];
  Next: string;
  ResultPath?: string | null;
}

export type ChoiceRule = Record<string, unknown> & { Next?: string };

const COMMON = ['Type', 'Comment', 'InputPath', 'OutputPath', 'QueryLanguage'];
const LEADS = ['Next', 'End'];
const FIELDS: Readonly<Record<State['Type'], readonly string[]>> = {
  Task: [
    ...COMMON,
    ...LEADS,
    'Resource',
    'Parameters',
    'ResultSelector',
    'ResultPath',
    'TimeoutSeconds',
    'TimeoutSecondsPath',
    'HeartbeatSeconds',
    'HeartbeatSecondsPath',
    'Retry',
    'Catch',
  ],
  Pass: [...COMMON, ...LEADS, 'Result', 'Parameters', 'ResultPath'],
  Wait: [...COMMON, ...LEADS, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Choice: [...COMMON, 'Choices', 'Default'],
  Succeed: COMMON,
  Fail: [...COMMON, 'Error', 'ErrorPath', 'Cause', 'CausePath'],
};
const TASK_RESOURCE = /^arn:aws:states:::lambda:invoke(\.waitForTaskToken)?$|^arn:aws:lambda:/;

/**
 * Reads a definition, and refuses whatever is not played, so that a state machine never runs otherwise than on AWS.
 *
 * @throws Error naming the state and the field.
 */
export function parseDefinition(text: string): Definition {
  const definition: unknown = JSON.parse(text);
  if (!isRecord(definition) || !isRecord(definition['States']))
    throw new Error('The definition has no States.');
  refuseUnknown('the definition', definition, [
    'Comment',
    'StartAt',
    'States',
    'TimeoutSeconds',
    'Version',
    'QueryLanguage',
  ]);
  for (const [name, state] of Object.entries(definition['States']))
    checkState(name, state, definition['States']);
  if (!(String(definition['StartAt']) in definition['States'])) throw new Error('StartAt names no state.');
  return definition as object as Definition;
}

function checkState(name: string, state: unknown, states: Record<string, unknown>): void {
  if (!isRecord(state)) throw new Error(`State ${name} is no object.`);
  const fields = FIELDS[state['Type'] as State['Type']];
  if (!fields) throw new Error(`State ${name}: the type ${state['Type']} is not played.`);
  refuseUnknown(`state ${name}`, state, fields);
  if (state['Type'] === 'Task' && !TASK_RESOURCE.test(String(state['Resource']))) {
    throw new Error(`State ${name}: the resource ${state['Resource']} is not played.`);
  }
  const catchers = [state['Catch'] ?? [], state['Choices'] ?? []].flat() as Record<string, unknown>[];
  for (const next of [state['Next'], state['Default'], ...catchers.map((each) => each['Next'])]) {
    if (next !== undefined && !(String(next) in states))
      throw new Error(`State ${name}: there is no state ${next}.`);
  }
}

function refuseUnknown(where: string, value: Record<string, unknown>, known: readonly string[]): void {
  if ((value['QueryLanguage'] ?? 'JSONPath') !== 'JSONPath')
    throw new Error(`In ${where}: only JSONPath is played.`);
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`In ${where}: ${unknown.join(', ')} is not played.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
