import type { AccessRequest } from '../access/request.ts';
import { type Plan, plan } from '../insights/plan.ts';
import type { Query } from '../insights/syntax.ts';
import type { Scope } from '../policy/config.ts';
import type { Redactor } from '../redact/engine.ts';
import { sensitivity } from '../redact/sensitivity.ts';

/** Divides a query by the rules of its grant; starting and reading must divide it alike. */
export function planUnder(scope: Scope, grant: AccessRequest, query: Query, redactor: Redactor): Plan {
  return plan(query, {
    level: grant.terms.redaction,
    plainFields: scope.plainFields,
    publicTerms: scope.publicTerms,
    pseudonymTypes: redactor.types,
    ...sensitivity(redactor),
  });
}
