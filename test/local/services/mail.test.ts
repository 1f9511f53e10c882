import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import {
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMailbox, type Mailbox } from '../../../local/services/mailbox/mailbox.ts';
import { mailboxPage } from '../../../local/services/mailbox/pages.ts';
import { createSes, type Ses } from '../../../local/services/ses.ts';
import { createSns, type Sns } from '../../../local/services/sns.ts';
import { ACCOUNT, type Harness, REGION, serve } from './harness.ts';

let harness: Harness;
let mailbox: Mailbox;
let sesService: Ses;
let snsService: Sns;
let ses: SESv2Client;
let sns: SNSClient;
let TopicArn: string;

beforeAll(async () => {
  harness = await serve((installation, iam) => {
    mailbox = createMailbox(installation);
    sesService = createSes(installation, mailbox);
    snsService = createSns(installation, iam, mailbox);
    return [sesService, snsService];
  });
  ses = new SESv2Client(harness.clientConfig());
  sns = new SNSClient(harness.clientConfig());
  await harness.provision(sesService, 'AWS::SES::EmailIdentity', 'Sender', { EmailIdentity: 'shop.example' });
  TopicArn = (await harness.provision(snsService, 'AWS::SNS::Topic', 'Alerts', {})).ref;
});
afterAll(() => harness.close());

const mail = (more: object = {}) =>
  new SendEmailCommand({
    FromEmailAddress: 'Vitrine <vitrine@shop.example>',
    Destination: { ToAddresses: ['bob@shop.example'] },
    Content: {
      Simple: {
        Subject: { Data: 'Approve? <script>' },
        Body: {
          Text: { Data: 'Open https://vitrine.example/d/1?t=a&b=2. Thanks <b>' },
          Html: { Data: '<a href="https://vitrine.example/d/1">Open</a><script>alert(1)</script>' },
        },
      },
    },
    ...more,
  });
const page = (path: string, query = '') => mailboxPage(mailbox, path, new URLSearchParams(query));

it('puts what SES sends into the mailbox', async () => {
  const { MessageId = '' } = await ses.send(mail());
  expect(mailbox.find(MessageId)).toMatchObject({
    channel: 'ses',
    to: ['bob@shop.example'],
    subject: 'Approve? <script>',
  });
});

it('lets a role send only by the identity and the sender it was given', async () => {
  const Resource = `arn:aws:ses:${REGION}:${ACCOUNT}:identity/shop.example`;
  const Condition = { StringEquals: { 'ses:FromAddress': 'vitrine@shop.example' } };
  const Statement = { Effect: 'Allow', Action: 'ses:SendEmail', Resource, Condition } as const;
  const confined = new SESv2Client(harness.clientConfig({ Statement }));
  await confined.send(mail());
  for (const FromEmailAddress of ['ceo@shop.example', 'vitrine@else.example']) {
    const forged = confined.send(mail({ FromEmailAddress }));
    await expect(forged).rejects.toMatchObject({ name: 'AccessDeniedException' });
  }
});

it('shows messages without letting them run or load anything', async () => {
  const { MessageId = '' } = await ses.send(mail());
  const shown = page(`/mailbox/${MessageId}`);
  const body = String(shown?.body);
  expect(body).not.toContain('<script>');
  expect(body).toContain('<a href="https://vitrine.example/d/1?t=a&#38;b=2">');
  expect(body).toContain('Thanks &#60;b&#62;');
  expect(body).toMatch(/<iframe [^>]*sandbox="allow-top-navigation-by-user-activation/);
  expect(body).not.toMatch(/sandbox="[^"]*allow-(scripts|same-origin)/);
  expect(shown?.headers?.['content-security-policy']).toContain("default-src 'none'");
});

it('lists messages newest first, to one address when asked', async () => {
  await ses.send(mail({ Destination: { ToAddresses: ['sam@shop.example'] } }));
  expect(mailbox.list()[0]?.to).toEqual(['sam@shop.example']);
  const forBob = JSON.parse(String(page('/mailbox.json', 'to=bob@shop.example')?.body)) as { to: string[] }[];
  expect(forBob.length).toBeGreaterThan(0);
  expect(forBob.every(({ to }) => to.includes('bob@shop.example'))).toBe(true);
  expect(String(page('/mailbox')?.body)).toContain('sam@shop.example');
  expect(page('/mailbox/none')?.status).toBe(404);
  expect(page('/elsewhere')).toBeUndefined();
});

it('delivers a published message to each subscriber', async () => {
  const subscriptions = ['one@shop.example', 'two@shop.example'];
  for (const Endpoint of subscriptions) {
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
  }
  await sns.send(new PublishCommand({ TopicArn, Subject: 'Glass broken', Message: 'dave & co' }));
  const [second, first] = mailbox.list();
  expect([first?.to[0], second?.to[0]]).toEqual(subscriptions);
  expect(first).toMatchObject({ channel: 'sns', subject: 'Glass broken', text: 'dave & co' });
  const listed = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(listed.Subscriptions?.map(({ Endpoint }) => Endpoint)).toEqual(subscriptions);
  for (const { SubscriptionArn } of listed.Subscriptions ?? []) {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  }
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
});

it('keeps a message to a topic that nobody subscribes to', async () => {
  await sns.send(new PublishCommand({ TopicArn, Message: 'unheard' }));
  expect(mailbox.list()[0]).toMatchObject({ to: [TopicArn], text: 'unheard' });
});

it('refuses to publish without permission, to unknown topics, and where the topic denies', async () => {
  const weak = new SNSClient(harness.clientConfig({ Statement: [] }));
  const publish = (topic: string, client = sns) =>
    client.send(new PublishCommand({ TopicArn: topic, Message: 'x' }));
  await expect(publish(TopicArn, weak)).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
  await expect(publish(`${TopicArn}x`)).rejects.toMatchObject({ name: 'NotFoundException' });
  const { ref } = await harness.provision(snsService, 'AWS::SNS::Topic', 'Closed', {});
  await harness.provision(snsService, 'AWS::SNS::TopicPolicy', 'ClosedPolicy', {
    Topics: [ref],
    PolicyDocument: { Statement: { Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: ref } },
  });
  await expect(publish(ref)).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
});

it('keeps its messages over a restart', () => {
  expect(createMailbox(harness.installation).list()).toEqual(mailbox.list());
});
