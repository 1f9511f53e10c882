/**
 * Environment variables of the functions, declared once: the stack sets them, `lambdas/config.ts` reads them, and a
 * function gets those of its list only.
 */
const evidence = ['REQUESTS_TABLE', 'EVENTS_TABLE', 'EVIDENCE_BUCKET', 'GRANT_KEY_ID'] as const;
const site = ['ORIGIN_SECRET_ARN', 'SITE_URL'] as const;
const sessions = ['STARTER_ROLE_ARN', 'SCOPE_POLICY_PREFIX'] as const;
const stopping = ['RUNS_TABLE', 'STOPPER_ROLE_ARN'] as const;
const sending = ['SENDER_ADDRESS', 'ALERTS_TOPIC_ARN'] as const;

export const functionEnvironment = {
  requests: [...evidence, ...site, 'TOKENS_TABLE', 'STATE_MACHINE_ARN', ...stopping],
  approvals: [...evidence, ...site, 'TOKENS_TABLE', 'OIDC_ISSUER', 'OIDC_CLIENT_ID'],
  queries: [...evidence, ...site, ...sessions, ...stopping],
  results: [...evidence, ...site, 'RUNS_TABLE', 'READER_ROLE_ARN', 'SCOPE_POLICY_PREFIX'],
  audit: [...evidence, ...site, 'ATHENA_WORKGROUP', 'GLUE_DATABASE', 'OWN_LOGS_PREFIX', 'REPORTS_TABLE'],
  notify: [...evidence, 'TOKENS_TABLE', 'SITE_URL', ...sending],
  grant: [...evidence, ...sessions],
  hold: ['REQUESTS_TABLE', 'TOKENS_TABLE'],
  close: [...evidence, ...stopping],
  sweeper: [...evidence, 'STATE_MACHINE_ARN', ...stopping],
  keeper: [...evidence, ...site, 'RUNS_TABLE', 'HOLDER_ROLE_ARN'],
  watch: ['EVENTS_TABLE', 'EVIDENCE_BUCKET', 'WATCH_TABLE', 'ALERTS_TOPIC_ARN'],
  reports: ['EVENTS_TABLE', 'EVIDENCE_BUCKET', 'REPORTS_TABLE', 'LOG_BUCKET', 'SENDER_ADDRESS'],
  // Not told the evidence bucket as those are who write events: it must not.
  ledger: ['LOG_SOURCE_BUCKET', 'LOG_BUCKET', 'LOG_KEY_ID'],
  exporter: ['LOG_SOURCE_BUCKET', 'OCSF_BUCKET'],
  reconcile: ['EVENTS_TABLE', 'EVIDENCE_BUCKET', 'LOG_BUCKET', 'LOG_KEY_ID'],
} as const;

export type FunctionName = keyof typeof functionEnvironment;
export type Variable = (typeof functionEnvironment)[FunctionName][number];
