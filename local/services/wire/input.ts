import { AwsError, type PolicyDocument } from '../../aws/types.ts';

/** A decoded JSON request or resource property bag; its fields are read through the functions below. */
export type Input = Readonly<Record<string, unknown>>;

/** A required, non-empty string. @throws AwsError `ValidationException` naming the field. */
export function text(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(name, value, 'a non-empty string');
}

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw invalid(name, value, 'a string');
}

/** A safe integer within `[min, max]`, or `otherwise` when absent. */
export function integer(
  input: Input,
  name: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER, otherwise }: { min?: number; max?: number; otherwise?: number },
): number {
  const value = input[name] ?? otherwise;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max) {
    return number;
  }
  throw invalid(name, value, `a whole number from ${min} to ${max}`);
}

export function texts(input: Input, name: string): string[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw invalid(name, value, 'a list of strings');
}

export function object(input: Input, name: string): Input {
  return asObject(input[name] ?? {}, name);
}

export function objects(input: Input, name: string): Input[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value)) throw invalid(name, value, 'a list');
  return value.map((item) => asObject(item, name));
}

export function policyDocument(input: Input, name: string): PolicyDocument {
  const value: object = object(input, name);
  if ('Statement' in value) return value as PolicyDocument;
  throw invalid(name, value, 'a policy document');
}

/** Binary as the JSON protocols carry it: base64 text. */
export function blob(input: Input, name: string): Buffer {
  return Buffer.from(text(input, name), 'base64');
}

export function asObject(value: unknown, name: string): Input {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input;
  throw invalid(name, value, 'an object');
}

function invalid(name: string, value: unknown, wanted: string): AwsError {
  const shown = value === undefined ? 'nothing' : JSON.stringify(value)?.slice(0, 100);
  return new AwsError('ValidationException', `${name} must be ${wanted}, got ${shown}.`);
}
