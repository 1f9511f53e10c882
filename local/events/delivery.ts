import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsService } from '../aws/types.ts';
import type { Iam } from '../iam/iam.ts';
import type { Outcome } from '../lambda/instance.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { Deliver } from './events.ts';

/** Lambda tries an asynchronous event three times, after one and two more minutes. */
const RETRY_AFTER_MS = [60_000, 120_000];

export interface DeliveryOptions {
  lambda: Lambda;
  iam: Iam;
  sns: AwsService;
}

/** Delivers to functions (asynchronously, with Lambda's own retries) and to topics. */
export function createDelivery({ lambda, iam, sns }: DeliveryOptions): Deliver {
  return async (target, sourceArn, input) => {
    if (target.Arn.includes(':sns:')) {
      await publish(sns, iam, target.Arn, typeof input === 'string' ? input : JSON.stringify(input));
      return;
    }
    const invoke = (): Promise<Outcome> =>
      target.RoleArn === undefined
        ? lambda.invokeFor(target.service, sourceArn, target.Arn, input)
        : lambda.invokeAs(
            iam.actAs(target.RoleArn, 'schedule', { service: target.service, sourceArn }).caller,
            target.Arn,
            input,
          );
    let outcome = await invoke();
    for (const delayMs of RETRY_AFTER_MS) {
      if (outcome.ok) return;
      await sleep(delayMs, undefined, { ref: false });
      outcome = await invoke();
    }
    if (!outcome.ok) throw new Error(`failed three times: ${outcome.error.errorType}`);
  };
}

/** Publishes as the operator: topic policies that let EventBridge in are not looked at. */
async function publish(sns: AwsService, iam: Iam, topicArn: string, message: string): Promise<void> {
  const form = new URLSearchParams({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topicArn,
    Message: message,
  });
  const response = await sns.handle({
    caller: iam.operator().caller,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
  });
  if (response.status >= 300) throw new Error(`${topicArn} answered ${response.status}.`);
}
