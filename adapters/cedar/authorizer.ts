import { readdirSync, readFileSync } from 'node:fs';
import {
  type DetailedError,
  initSync,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/web';
import type { Authorizer } from '../../core/ports.ts';

const name = 'vitrine';

/**
 * Cedar over the policies in a directory: one policy a file, named by it, beside `vitrine.cedarschema` and the engine's
 * own `cedar_wasm_bg.wasm`. Everything is parsed once; a decision then takes some 50 microseconds.
 *
 * @throws when a policy does not parse: a function without its rules must not start.
 */
export function cedarAuthorizer(directory: URL, wasm = new URL('cedar_wasm_bg.wasm', directory)): Authorizer {
  initSync({ module: readFileSync(wasm) });
  const files = readdirSync(directory).filter((file) => file.endsWith('.cedar'));
  const staticPolicies = Object.fromEntries(
    files.map((file) => [file.slice(0, -'.cedar'.length), readFileSync(new URL(file, directory), 'utf8')]),
  );
  mustParse(preparsePolicySet(name, { staticPolicies }));
  mustParse(preparseSchema(name, readFileSync(new URL('vitrine.cedarschema', directory), 'utf8')));

  return {
    decide(question) {
      const answer = statefulIsAuthorized({
        ...question,
        preparsedPolicySetId: name,
        preparsedSchemaName: name,
        validateRequest: true,
      });
      if (answer.type === 'failure') throw cedarError(answer.errors);
      const { decision, diagnostics } = answer.response;
      // A policy that fails to evaluate is skipped by Cedar; a skipped forbid must not let anybody in.
      if (diagnostics.errors.length > 0) throw cedarError(diagnostics.errors.map(({ error }) => error));
      return { allowed: decision === 'allow', policies: [...diagnostics.reason] };
    },
  };
}

function mustParse(answer: { type: 'success' } | { type: 'failure'; errors: DetailedError[] }): void {
  if (answer.type === 'failure') throw cedarError(answer.errors);
}

function cedarError(errors: readonly DetailedError[]): Error {
  return new Error(`Cedar: ${errors.map((error) => error.message).join('; ')}`);
}
