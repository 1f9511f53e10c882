import { tokenStore } from '../../adapters/dynamodb/tokens.ts';
import { waitingTasks } from '../../adapters/sfn/workflow.ts';
import { clock } from '../../adapters/system/system.ts';
import { dynamodb, requests } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { holdHandler } from './handler.ts';

const environment = environmentOf('hold');

export const handler = holdHandler({
  clock,
  requests: requests(environment),
  tokens: tokenStore(dynamodb, environment.TOKENS_TABLE),
  waiting: waitingTasks(),
});
