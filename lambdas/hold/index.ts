import { waitingTasks } from '../../adapters/sfn/workflow.ts';
import { clock } from '../../adapters/system/system.ts';
import { requests, tokens } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { holdHandler } from './handler.ts';

const environment = environmentOf('hold');

export const handler = holdHandler({
  clock,
  requests: requests(environment),
  tokens: tokens(environment),
  waiting: waitingTasks(),
});
