import { notifier } from '../../adapters/mail/notifier.ts';
import { waitingTasks } from '../../adapters/sfn/workflow.ts';
import { base, tokens } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { notifyHandler } from './handler.ts';

const environment = environmentOf('notify');

export const handler = notifyHandler({
  ...base(environment),
  tokens: tokens(environment),
  waiting: waitingTasks(),
  notifier: notifier({ senderAddress: environment.SENDER_ADDRESS, topicArn: environment.ALERTS_TOPIC_ARN }),
  siteUrl: environment.SITE_URL,
});
