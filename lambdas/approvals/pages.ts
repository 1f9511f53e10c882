import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { facts } from '../../core/access/messages.ts';
import type { AccessRequest } from '../../core/access/request.ts';
import { Html, html } from '../../core/html.ts';

const style = `
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.2rem; }
dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
textarea { width: 100%; font: inherit; box-sizing: border-box; }
button { font: inherit; padding: .5rem 1.4rem; margin: .8rem .6rem 0 0; cursor: pointer; }
button[value=approve] { background: #14612f; color: #fff; border: 0; border-radius: .3rem; }
.alert { border-left: .3rem solid #b3261e; padding-left: .8rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing may be loaded, nothing run, nobody may frame the page, and its address goes to nobody. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
};

/** A complete page. */
export function page(
  status: number,
  title: string,
  body: Html,
  cookies: string[] = [],
): APIGatewayProxyStructuredResultV2 {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Vitrine</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`;
  return { statusCode: status, headers, body: document.toString(), ...(cookies.length > 0 && { cookies }) };
}

export function redirect(url: string, cookies: string[]): APIGatewayProxyStructuredResultV2 {
  const { 'cache-control': cacheControl, 'referrer-policy': referrerPolicy } = headers;
  return {
    statusCode: 303,
    headers: { location: url, 'cache-control': cacheControl, 'referrer-policy': referrerPolicy },
    cookies,
  };
}

export interface Shown {
  request: AccessRequest;
  scopeTitle: string;
  requesterName: string;
}

/** The terms, exactly as they are decided on. */
export function terms(shown: Shown): Html {
  return html`<dl>${facts(shown).map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
}

/** The form that decides. `fields` are hidden values that bind it to what is shown. */
export function decisionForm(fields: Record<string, string>): Html {
  return html`<form method="post">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<p><label for="note">A note for the requester (optional)</label><br>
<textarea id="note" name="note" rows="3" maxlength="2000"></textarea></p>
<button type="submit" name="decision" value="approve">Approve</button>
<button type="submit" name="decision" value="deny">Deny</button>
</form>`;
}
