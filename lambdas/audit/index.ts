import { athena } from '../../adapters/athena/sql.ts';
import { reportStore } from '../../adapters/dynamodb/reports.ts';
import { timeline } from '../../adapters/dynamodb/timeline.ts';
import { debugLog } from '../../adapters/logs/debug-log.ts';
import { originSecret } from '../../adapters/secrets/origin-secret.ts';
import { functionEnvironment } from '../../contract/environment.ts';
import { dynamodb, forPeople } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { auditHandler } from './handler.ts';

const environment = environmentOf('audit');

export const handler = auditHandler(
  {
    ...forPeople(environment),
    timeline: timeline(dynamodb, environment.EVENTS_TABLE),
    reports: reportStore(dynamodb, environment.REPORTS_TABLE),
    sql: athena({ workGroup: environment.ATHENA_WORKGROUP, database: environment.GLUE_DATABASE }),
    debugLog: debugLog({ prefix: environment.OWN_LOGS_PREFIX, functions: Object.keys(functionEnvironment) }),
  },
  originSecret(environment.ORIGIN_SECRET_ARN),
);
