import { type Html, html } from '../../../core/html.ts';
import type { AwsResponse } from '../../aws/types.ts';
import type { Mail, Mailbox } from './mailbox.ts';

/**
 * The pages of the mailbox: `/mailbox` (`?to=` filters), `/mailbox/ID` and `/mailbox.json`.
 *
 * @returns `undefined` for any other path.
 */
export function mailboxPage(mailbox: Mailbox, path: string, query: URLSearchParams): AwsResponse | undefined {
  const to = query.get('to') ?? undefined;
  if (path === '/mailbox.json') {
    return {
      status: 200,
      headers: { ...HEADERS, 'content-type': 'application/json' },
      body: JSON.stringify(mailbox.list(to)),
    };
  }
  if (path === '/mailbox' || path === '/mailbox/') return page('Mailbox', listPage(mailbox.list(to), to));
  const [, id] = /^\/mailbox\/([\w-]+)$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const mail = mailbox.find(id);
  if (!mail)
    return page(
      'No such message',
      html`<p>There is no such message. <a href="/mailbox">All messages</a></p>`,
      404,
    );
  return page(mail.subject, mailPage(mail));
}

/** Messages are hostile like any input: no script runs here, and nothing is loaded from anywhere. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function page(title: string, content: Html, status = 200): AwsResponse {
  const markup = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; }
iframe { width: 100%; height: 32rem; border: 1px solid #ccc; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
dt { font-weight: 600; float: left; clear: left; width: 5rem; } dd { margin-left: 5rem; }
</style></head>
<body>${content}</body>
</html>
`;
  return {
    status,
    headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' },
    body: markup.toString(),
  };
}

function listPage(mails: readonly Mail[], to: string | undefined): Html {
  const rows = mails.map(
    (mail) => html`<tr><td>${when(mail)}</td><td>${mail.to.join(', ')}</td>
<td><a href="/mailbox/${mail.id}">${mail.subject || '(no subject)'}</a></td><td>${mail.channel.toUpperCase()}</td></tr>
`,
  );
  return html`<h1>Mailbox</h1>
<p>What the running stack sent. Nothing left this machine.</p>
<form><label>To <input name="to" value="${to ?? ''}"></label> <button>Show</button> <a href="/mailbox">All</a></form>
<table><thead><tr><th>Sent</th><th>To</th><th>Subject</th><th>By</th></tr></thead><tbody>
${rows}</tbody></table>
${mails.length === 0 && html`<p>No messages.</p>`}`;
}

function mailPage(mail: Mail): Html {
  return html`<p><a href="/mailbox">All messages</a></p>
<h1>${mail.subject || '(no subject)'}</h1>
<dl><dt>From</dt><dd>${mail.from}</dd><dt>To</dt><dd>${mail.to.join(', ')}</dd><dt>Sent</dt><dd>${when(mail)}</dd></dl>
${mail.html !== undefined && framed(mail.html)}
${mail.text !== undefined && html`<h2>Text</h2><pre>${linked(mail.text)}</pre>`}`;
}

/** A message's own markup in a frame that may do nothing but let the reader follow a link, which leaves the frame. */
function framed(markup: string): Html {
  const permissions = 'allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox';
  return html`<iframe title="Message" sandbox="${permissions}" srcdoc="${`<base target="_top">${markup}`}"></iframe>`;
}

function linked(text: string): Html[] {
  return text.split(/(https?:\/\/[^\s<>"']+)/).map((part, index) => {
    if (index % 2 === 0) return html`${part}`;
    // A full stop or bracket behind a link belongs to the sentence.
    const url = part.replace(/[.,;:!?)\]]+$/, '');
    return html`<a href="${url}">${url}</a>${part.slice(url.length)}`;
  });
}

function when({ sentAt }: Mail): string {
  return `${new Date(sentAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
