import { publicExamples, seenOnly, unsearched } from '../source.ts';
import type { TokenDeclaration } from '../token-format.ts';

/** Mail, chat, telephony, social networks and webhooks. */
export const messagingTokens: readonly TokenDeclaration[] = [
  [
    'slack-token',
    'Slack token',
    'xoxb-{b20-250} xoxp-{b20-250} xoxa-{b20-250} xoxr-{b20-250} xoxs-{b20-250} xoxo-{b20-250} xoxc-{b20-250} xoxd-{e20-350} xapp-{d1}-{b20-250} xwfp-{b20-250} xoxe-{d1}-{b100-250} xoxe.xoxp-{d1}-{b100-250} xoxe.xoxb-{d1}-{b100-250}',
    seenOnly('Slack documentation, "Tokens", https://docs.slack.dev/authentication/tokens'),
  ],
  [
    'slack-webhook',
    'Slack webhook',
    'hooks.slack.com/services/{B20-90} https://hooks.slack.com/services/{B20-90} http://hooks.slack.com/services/{B20-90} hooks.slack.com/workflows/{B20-120} hooks.slack.com/triggers/{B20-120} https://hooks.slack.com/workflows/{B20-120} http://hooks.slack.com/workflows/{B20-120} https://hooks.slack.com/triggers/{B20-120} http://hooks.slack.com/triggers/{B20-120}',
    seenOnly('https://api.slack.com/messaging/webhooks'),
  ],
  [
    'microsoft-teams-webhook',
    'Microsoft Teams webhook',
    'webhook.office.com/webhookb2/{b36}@{b36}/IncomingWebhook/{b32}/{b36} webhook.office.com/webhookb2/{b36}@{b36}/IncomingWebhook/{b32}/{b36}/{b40-64} outlook.office.com/webhook/{b36}@{b36}/IncomingWebhook/{b32}/{b36}',
    publicExamples,
  ],
  [
    'discord-webhook',
    'Discord webhook',
    'discord.com/api/webhooks/{d13-20}/{b60-80} discordapp.com/api/webhooks/{d13-20}/{b60-80}',
    publicExamples,
  ],
  ['discord-token', 'Discord token', 'mfa.{b80-90}', publicExamples],
  [
    'google-chat-webhook',
    'Google Chat webhook',
    'chat.googleapis.com/v1/spaces/{b8-40}/messages?key={b20-60}&token={b20-80}',
    seenOnly('https://developers.google.com/workspace/chat/quickstart/webhooks'),
  ],
  ['zapier-webhook', 'Zapier webhook', 'hooks.zapier.com/hooks/catch/{d4-12}/{w5-20}', unsearched],
  [
    'make-webhook',
    'Make webhook',
    'hook.eu1.make.com/{w20-60} hook.eu2.make.com/{w20-60} hook.us1.make.com/{w20-60} hook.us2.make.com/{w20-60} hook.integromat.com/{w20-60}',
    unsearched,
  ],
  ['ifttt-webhook', 'IFTTT webhook', '/with/key/{b20-60}', unsearched],
  [
    'feishu-webhook',
    'Feishu webhook',
    'open.feishu.cn/open-apis/bot/v2/hook/{b30-60} open.larksuite.com/open-apis/bot/v2/hook/{b30-60}',
    unsearched,
  ],
  [
    'dingtalk-webhook',
    'DingTalk webhook',
    'oapi.dingtalk.com/robot/send?access_token={h64}',
    seenOnly('https://qwenlm.github.io/qwen-code-docs/en/users/features/channels/dingtalk-webhook/'),
  ],
  ['wecom-webhook', 'WeCom webhook', 'qyapi.weixin.qq.com/cgi-bin/webhook/send?key={uuid}', unsearched],
  [
    'opsgenie-webhook',
    'Opsgenie webhook',
    'api.opsgenie.com/v1/json/integrations/webhooks/{b10-40}?apiKey={uuid}',
    unsearched,
  ],
  [
    'azure-logic-apps-webhook',
    'Azure Logic Apps webhook',
    'triggers/manual/paths/invoke?api-version={e1-40}&sp={p1-60}&sv={e1-20}&sig={b30-60} triggers/manual/paths/invoke?api-version={e1-40}&sp={e1-40}&sv={e1-20}&sig={b30-60}',
    seenOnly('https://databrickslabs.github.io/dqx/docs/reference/api/actions/destinations/teams/'),
  ],
  [
    'telegram-bot-token',
    'Telegram bot token',
    '{d5-16}:AA{b32-36} {d5-16}:A{b34} bot{d5-16}:A{b34-36}',
    seenOnly(
      'Telegram documentation, "From BotFather to Hello World", https://core.telegram.org/bots/tutorial',
    ),
  ],
  [
    'sendgrid-key',
    'SendGrid key',
    'SG.{b20-24}.{b39-50} SG.{e66}',
    seenOnly(
      'SendGrid API reference, "Retrieve an existing API key", https://www.twilio.com/docs/sendgrid/api-reference/api-keys/retrieve-an-existing-api-key',
    ),
  ],
  [
    'mailgun-key',
    'Mailgun key',
    'key-{h32} key-{l32} pubkey-{h32}',
    seenOnly(
      'Mailgun documentation, "Authentication", https://documentation.mailgun.com/docs/mailgun/api-reference/authentication',
    ),
  ],
  ['mailchimp-key', 'Mailchimp key', '{h32}-us{d1-2} md-{b22}', publicExamples],
  [
    'brevo-key',
    'Brevo key',
    'xkeysib-{h64}-{l16} xsmtpsib-{h64}-{l16}',
    seenOnly(
      'Brevo documentation, "API key authentication", https://developers.brevo.com/docs/api-key-authentication',
    ),
  ],
  [
    'resend-key',
    'Resend key',
    're_{w8}_{w20-26} re_{b24-36}',
    seenOnly('https://resend.com/docs/create-an-api-key'),
  ],
  ['mailersend-key', 'MailerSend key', 'mlsn.{h64}', unsearched],
  [
    'twilio-key',
    'Twilio key',
    'SK{H32} SK{l32} AC{H32} AC{l32}',
    'Twilio documentation, "What is a String Identifier (SID)?", https://www.twilio.com/docs/glossary/what-is-a-sid',
  ],
  ['messagebird-key', 'MessageBird key', 'live_{w25} test_{w25}', unsearched],
  ['plivo-auth-id', 'Plivo auth id', 'MA{u18}', unsearched],
  [
    'telnyx-key',
    'Telnyx key',
    'KEY0{h30}_{w22}',
    seenOnly('https://developers.telnyx.com/development/api-fundamentals/authentication'),
  ],
  [
    'facebook-token',
    'Facebook token',
    'EAA{w30-400}',
    seenOnly('https://developers.facebook.com/documentation/facebook-login/guides/access-tokens'),
  ],
  [
    'facebook-app-token',
    'Facebook app token',
    '{d15-16}|{b26-28}',
    seenOnly('https://developers.facebook.com/documentation/facebook-login/guides/access-tokens'),
  ],
  ['instagram-token', 'Instagram token', 'IGQV{b100-300} IGAA{b100-300}', unsearched],
  ['x-bearer-token', 'X bearer token', 'AAAAAAAAAAAAAAAAAAAAA{p30-200}', unsearched],
  ['linkedin-secret', 'LinkedIn secret', 'WPL_AP1.{w16}.{B8} WPL_AP{d1}.{e20-40}', unsearched],
  ['pinterest-token', 'Pinterest token', 'pina_{b80-300} pinc_{b80-300}', unsearched],
  ['tiktok-token', 'TikTok token', 'act.{b40-100} rft.{b40-100}', unsearched],
  [
    'zoho-token',
    'Zoho token',
    '1000.{h32}.{h32}',
    'https://zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html',
  ],
  ['webex-token', 'Webex token', '{b64}_PF84_{uuid} {b64}_P0A1_{uuid}', unsearched],
  ['intercom-token', 'Intercom token', 'dG9rO{B55}', unsearched],
  ['frame-io-token', 'Frame.io token', 'fio-u-{e64}', unsearched],
  [
    'hubspot-token',
    'HubSpot token',
    'pat-na1-{uuid} pat-eu1-{uuid} pat-na2-{uuid} pat-ap1-{uuid}',
    seenOnly('https://developers.hubspot.com/docs/api/private-apps'),
  ],
  [
    'salesforce-session',
    'Salesforce session',
    '00D{w12}!{e80-160} 5Aep861{e60-140}',
    seenOnly(
      'https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_auth_existing_access_token.htm',
    ),
  ],
  ['twitch-token', 'Twitch token', 'oauth:{l30} live_{d6-12}_{w30}', unsearched],
  ['spotify-token', 'Spotify token', 'BQ{b100-300} AQ{b100-300}', unsearched],
];
