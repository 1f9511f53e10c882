import { resultReader } from '../../adapters/logs/reader.ts';
import { originSecret } from '../../adapters/secrets/origin-secret.ts';
import { forPeople, recordedSessions, runs } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { resultsHandler } from './handler.ts';

const environment = environmentOf('results');
const people = forPeople(environment);

export const handler = resultsHandler(
  {
    ...people,
    runs: runs(environment),
    reader: resultReader(
      recordedSessions(people, {
        role: 'reader',
        roleArn: environment.READER_ROLE_ARN,
        scopePolicyPrefix: environment.SCOPE_POLICY_PREFIX,
      }),
    ),
  },
  originSecret(environment.ORIGIN_SECRET_ARN),
);
