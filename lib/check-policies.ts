import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type DetailedError, validate } from '@cedar-policy/cedar-wasm/nodejs';

/**
 * Checks the Cedar policies of a folder against its `vitrine.cedarschema`, as nobody should find out at run time that a rule
 * names what does not exist. Returns what is wrong, in words; nothing when all is well.
 */
export function checkPolicies(directory: string): string[] {
  const files = globSync('*.cedar', { cwd: directory }).sort();
  if (files.length === 0) return [`${directory} holds no policies.`];
  const answer = validate({
    schema: readFileSync(path.join(directory, 'vitrine.cedarschema'), 'utf8'),
    policies: {
      staticPolicies: Object.fromEntries(
        files.map((file) => [file, readFileSync(path.join(directory, file), 'utf8')]),
      ),
    },
  });
  if (answer.type === 'failure') return answer.errors.map(describe);
  // A warning, such as a policy that can never apply, is a rule that does not do what its author meant.
  return [
    ...answer.validationErrors,
    ...answer.validationWarnings,
    ...answer.otherWarnings.map(toFinding),
  ].map(({ policyId, error }) => `${policyId}: ${describe(error)}`);
}

const toFinding = (error: DetailedError) => ({ policyId: 'policies', error });

const describe = ({ message, help }: DetailedError): string => (help ? `${message} (${help})` : message);
