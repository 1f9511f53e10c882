import { queryStopper } from '../../adapters/logs/stopper.ts';
import { workflow } from '../../adapters/sfn/workflow.ts';
import { base, runs } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { sweeperHandler } from './handler.ts';

const environment = environmentOf('sweeper');

export const handler = sweeperHandler({
  ...base(environment),
  runs: runs(environment),
  stopper: queryStopper(environment.STOPPER_ROLE_ARN),
  workflow: workflow(environment.STATE_MACHINE_ARN),
});
