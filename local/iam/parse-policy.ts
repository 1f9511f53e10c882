import { AwsError, type PolicyDocument } from '../aws/types.ts';

/** A policy document that came as text. @throws AwsError `MalformedPolicyDocument`, naming what it was to be. */
export function parsePolicy(text: string, what: string): PolicyDocument {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'Statement' in parsed)
      return parsed as PolicyDocument;
  } catch {
    // Falls through to the one error that both cases deserve.
  }
  throw new AwsError('MalformedPolicyDocument', `${what} is not a policy document in JSON.`);
}
