import { randomUUID } from 'node:crypto';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Caller,
  type Installation,
  type PolicyDocument,
  type Resource,
} from '../aws/types.ts';
import type { Iam } from '../iam/iam.ts';
import { evaluateResourcePolicy } from '../iam/resource-policy.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../provisioner.ts';
import type { Mailbox } from './mailbox/mailbox.ts';
import { objects, policyDocument, text, texts } from './wire/input.ts';
import { handleQuery, required } from './wire/query-protocol.ts';
import type { XmlTree } from './wire/xml.ts';

interface Subscription {
  arn: string;
  topicArn: string;
  protocol: string;
  endpoint: string;
}

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
const MAX_MESSAGE_BYTES = 262_144;
const MAX_SUBJECT_CHARACTERS = 100;

/** SNS of the stand-in: messages go into the mailbox, one for each subscriber. Subscriptions need no confirmation. */
export class Sns implements AwsService, Provisioner {
  readonly signingName = 'sns';
  readonly types = ['AWS::SNS::Topic', 'AWS::SNS::Subscription', 'AWS::SNS::TopicPolicy'] as const;
  readonly #installation: Installation;
  readonly #iam: Pick<Iam, 'contextOf'>;
  readonly #mailbox: Mailbox;
  readonly #topics = new Set<string>();
  readonly #policies = new Map<string, PolicyDocument>();
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(installation: Installation, iam: Pick<Iam, 'contextOf'>, mailbox: Mailbox) {
    this.#installation = installation;
    this.#iam = iam;
    this.#mailbox = mailbox;
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    return handleQuery(request, {
      namespace: NAMESPACE,
      deniedCode: 'AuthorizationError',
      operations: {
        Publish: (input, caller) => this.#publish(input, caller),
        Subscribe: (input, caller) => this.#subscribe(input, caller),
        Unsubscribe: (input, caller) => this.#unsubscribe(input, caller),
        ListTopics: (_, caller) => {
          this.#authorize(caller, 'ListTopics', '*');
          return { Topics: { member: [...this.#topics].map((TopicArn) => ({ TopicArn })) } };
        },
        ListSubscriptions: (_, caller) => {
          this.#authorize(caller, 'ListSubscriptions', '*');
          return this.#list([...this.#subscriptions.values()]);
        },
        ListSubscriptionsByTopic: (input, caller) => {
          const topicArn = required(input, 'TopicArn');
          this.#authorize(caller, 'ListSubscriptionsByTopic', topicArn);
          return this.#list(this.#subscribers(this.#topic(topicArn)));
        },
      },
    });
  }

  provision(resource: Resource): Provisioned {
    if (resource.type === 'AWS::SNS::Subscription') return this.#provisionSubscription(resource);
    if (resource.type === 'AWS::SNS::TopicPolicy') return this.#provisionPolicy(resource);
    const name = physicalName(resource, 'TopicName');
    const { region, accountId } = this.#installation;
    const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
    this.#topics.add(arn);
    for (const subscription of objects(resource.properties, 'Subscription')) {
      this.#add(arn, text(subscription, 'Protocol'), text(subscription, 'Endpoint'));
    }
    const ignored = unknownProperties(resource, ['TopicName', 'DisplayName', 'Subscription', 'Tags']);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name }, ignored };
  }

  /** Publishes as an AWS service does (an alarm, a rule's target), whose right to do so the topic's policy gives. */
  publish(topicArn: string, message: { subject?: string; message: string }): string {
    const name = topicArn.slice(topicArn.lastIndexOf(':') + 1);
    const subscribers = this.#subscribers(this.#topic(topicArn)).map(({ endpoint }) => endpoint);
    const recipients = subscribers.length > 0 ? subscribers : [topicArn];
    for (const to of recipients) {
      this.#mailbox.deposit({
        channel: 'sns',
        from: topicArn,
        to: [to],
        subject: message.subject ?? `Notification from ${name}`,
        text: message.message,
      });
    }
    return randomUUID();
  }

  #provisionSubscription(resource: Resource): Provisioned {
    const { properties } = resource;
    const topicArn = this.#topic(text(properties, 'TopicArn'));
    const { arn } = this.#add(topicArn, text(properties, 'Protocol'), text(properties, 'Endpoint'));
    const ignored = unknownProperties(resource, ['TopicArn', 'Protocol', 'Endpoint']);
    return { ref: arn, attributes: { Arn: arn }, ignored };
  }

  #provisionPolicy(resource: Resource): Provisioned {
    const policy = policyDocument(resource.properties, 'PolicyDocument');
    for (const arn of texts(resource.properties, 'Topics')) this.#policies.set(this.#topic(arn), policy);
    const ignored = unknownProperties(resource, ['PolicyDocument', 'Topics']);
    return { ref: resource.logicalId, attributes: { Id: resource.logicalId }, ignored };
  }

  #publish(input: URLSearchParams, caller: Caller): XmlTree {
    const topicArn = required(input, 'TopicArn');
    this.#authorize(caller, 'Publish', topicArn);
    const message = required(input, 'Message');
    const subject = input.get('Subject');
    if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) {
      throw new AwsError(
        'InvalidParameter',
        `Invalid parameter: Message too long, over ${MAX_MESSAGE_BYTES} bytes`,
      );
    }
    if (subject !== null && (subject.length > MAX_SUBJECT_CHARACTERS || /[^\x20-\x7e]/.test(subject))) {
      throw new AwsError(
        'InvalidParameter',
        `Invalid parameter: Subject takes up to ${MAX_SUBJECT_CHARACTERS} printable ASCII characters`,
      );
    }
    return { MessageId: this.publish(topicArn, { message, ...(subject === null ? {} : { subject }) }) };
  }

  #subscribe(input: URLSearchParams, caller: Caller): XmlTree {
    const topicArn = required(input, 'TopicArn');
    this.#authorize(caller, 'Subscribe', topicArn);
    const endpoint = required(input, 'Endpoint');
    return { SubscriptionArn: this.#add(this.#topic(topicArn), required(input, 'Protocol'), endpoint).arn };
  }

  #unsubscribe(input: URLSearchParams, caller: Caller): XmlTree {
    const arn = required(input, 'SubscriptionArn');
    this.#authorize(caller, 'Unsubscribe', arn.slice(0, arn.lastIndexOf(':')));
    this.#subscriptions.delete(arn);
    return {};
  }

  #list(subscriptions: readonly Subscription[]): XmlTree {
    const member = subscriptions.map(({ arn, topicArn, protocol, endpoint }) => ({
      SubscriptionArn: arn,
      TopicArn: topicArn,
      Protocol: protocol,
      Endpoint: endpoint,
      Owner: this.#installation.accountId,
    }));
    return { Subscriptions: { member } };
  }

  #add(topicArn: string, protocol: string, endpoint: string): Subscription {
    const known = this.#subscribers(topicArn).find(
      (other) => other.protocol === protocol && other.endpoint === endpoint,
    );
    if (known) return known;
    const subscription = { arn: `${topicArn}:${randomUUID()}`, topicArn, protocol, endpoint };
    this.#subscriptions.set(subscription.arn, subscription);
    return subscription;
  }

  #subscribers(topicArn: string): Subscription[] {
    return [...this.#subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn);
  }

  #topic(arn: string): string {
    if (this.#topics.has(arn)) return arn;
    throw new AwsError('NotFound', `Topic does not exist: ${arn}`, 404);
  }

  /** A topic's policy can only take away here: within one account an identity policy is what gives. */
  #authorize(caller: Caller, operation: string, resource: string): void {
    const action = `sns:${operation}`;
    const policy = this.#policies.get(resource);
    const question = { action, resource, context: this.#iam.contextOf(caller) };
    if (policy && evaluateResourcePolicy(policy, { caller }, question) === 'deny') {
      throw new AwsError(
        'AccessDenied',
        `${caller.principalArn} is denied ${action} by the policy of ${resource}`,
        403,
      );
    }
    this.#installation.authorize(caller, action, resource);
  }
}

export function createSns(installation: Installation, iam: Pick<Iam, 'contextOf'>, mailbox: Mailbox): Sns {
  return new Sns(installation, iam, mailbox);
}
