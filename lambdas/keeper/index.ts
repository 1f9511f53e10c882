import { keepingItems } from '../../adapters/dynamodb/keeping.ts';
import { timeline } from '../../adapters/dynamodb/timeline.ts';
import { legalHolds } from '../../adapters/s3/legal-hold.ts';
import { originSecret } from '../../adapters/secrets/origin-secret.ts';
import { dynamodb, forPeople } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { keeperHandler } from './handler.ts';

const environment = environmentOf('keeper');
const base = forPeople(environment);

export const handler = keeperHandler(
  {
    ...base,
    timeline: timeline(dynamodb, environment.EVENTS_TABLE),
    keeping: {
      ...legalHolds({ bucket: environment.EVIDENCE_BUCKET, roleArn: environment.HOLDER_ROLE_ARN }),
      ...keepingItems({
        client: dynamodb,
        events: environment.EVENTS_TABLE,
        runs: environment.RUNS_TABLE,
        copyDays: base.config.retention.copyDays,
        requestDays: base.config.retention.requestDays,
      }),
    },
  },
  originSecret(environment.ORIGIN_SECRET_ARN),
);
