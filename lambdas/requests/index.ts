import { queryStopper } from '../../adapters/logs/stopper.ts';
import { originSecret } from '../../adapters/secrets/origin-secret.ts';
import { waitingTasks, workflow } from '../../adapters/sfn/workflow.ts';
import { forPeople, runs, tokens } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { requestsHandler } from './handler.ts';

const environment = environmentOf('requests');

export const handler = requestsHandler(
  {
    ...forPeople(environment),
    tokens: tokens(environment),
    waiting: waitingTasks(),
    workflow: workflow(environment.STATE_MACHINE_ARN),
    runs: runs(environment),
    stopper: queryStopper(environment.STOPPER_ROLE_ARN),
  },
  originSecret(environment.ORIGIN_SECRET_ARN),
);
