import { queryStopper } from '../../adapters/logs/stopper.ts';
import { base, runs } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { closeHandler } from './handler.ts';

const environment = environmentOf('close');

export const handler = closeHandler({
  ...base(environment),
  runs: runs(environment),
  stopper: queryStopper(environment.STOPPER_ROLE_ARN),
});
