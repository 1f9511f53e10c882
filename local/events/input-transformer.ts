import { findPath } from '../stepfunctions/path.ts';

/** How a target wants its input: the event as it is, a constant, a part of the event, or a template over parts. */
export interface TargetInput {
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}

/** What a rule's target receives for an event. */
export function targetInput({ Input, InputPath, InputTransformer }: TargetInput, event: unknown): unknown {
  const read = (path: string): unknown => findPath(path, { input: event, context: {} });
  if (Input !== undefined) return JSON.parse(Input);
  if (InputPath !== undefined) return read(InputPath);
  if (InputTransformer === undefined) return event;
  const { InputPathsMap: paths = {}, InputTemplate: template } = InputTransformer;
  // Within a quoted string a text stands bare; elsewhere a value is written as JSON.
  let isQuoted = false;
  const filled = template.replaceAll(/\\.|"|<([\w.-]+)>/g, (token, name: string | undefined) => {
    if (token === '"') isQuoted = !isQuoted;
    if (name === undefined) return token;
    const value = name === 'aws.events.event.json' ? event : name in paths ? read(paths[name] ?? '$') : null;
    const json = JSON.stringify(value) ?? 'null';
    if (!isQuoted) return json;
    return typeof value === 'string' ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
  });
  try {
    return JSON.parse(filled);
  } catch {
    return filled;
  }
}
