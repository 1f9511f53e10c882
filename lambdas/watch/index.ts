import { timeline } from '../../adapters/dynamodb/timeline.ts';
import { watchStore } from '../../adapters/dynamodb/watch.ts';
import { topic } from '../../adapters/mail/notifier.ts';
import { dynamodb, writing } from '../composition.ts';
import { environmentOf } from '../config.ts';
import { watchHandler } from './handler.ts';

const environment = environmentOf('watch');

export const handler = watchHandler({
  ...writing(environment),
  timeline: timeline(dynamodb, environment.EVENTS_TABLE),
  store: watchStore(dynamodb, environment.WATCH_TABLE),
  topic: topic(environment.ALERTS_TOPIC_ARN),
});
