import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../../core/ports.ts';
import { clientSettings } from '../aws-client.ts';

/** Mail to one person through SES. */
export function mailer(senderAddress: string): Pick<Notifier, 'mail'> {
  const ses = new SESv2Client(clientSettings);
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return {
    async mail({ to, subject, text, html }) {
      await ses.send(
        new SendEmailCommand({
          FromEmailAddress: senderAddress,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
        }),
      );
    },
  };
}

/** Messages to everybody on the topic through SNS. */
export function topic(topicArn: string): Pick<Notifier, 'publish'> {
  const sns = new SNSClient(clientSettings);
  return {
    async publish(subject, text) {
      // An SNS subject is ASCII (SNS API reference, Publish).
      const ascii = subject.replace(/[^\x20-\x7e]/g, '?');
      await sns.send(new PublishCommand({ TopicArn: topicArn, Subject: ascii, Message: text }));
    },
  };
}
