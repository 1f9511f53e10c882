import { queryStarter } from '../../adapters/logs/starter.ts';
import { queryStopper } from '../../adapters/logs/stopper.ts';
import { originSecret } from '../../adapters/secrets/origin-secret.ts';
import { forPeople, recordedSessions, runs } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { queriesHandler } from './handler.ts';

const environment = environmentOf('queries');
const people = forPeople(environment);

export const handler = queriesHandler(
  {
    ...people,
    runs: runs(environment),
    starter: queryStarter(
      recordedSessions(people, {
        role: 'starter',
        roleArn: environment.STARTER_ROLE_ARN,
        scopePolicyPrefix: environment.SCOPE_POLICY_PREFIX,
      }),
    ),
    stopper: queryStopper(environment.STOPPER_ROLE_ARN),
  },
  originSecret(environment.ORIGIN_SECRET_ARN),
);
