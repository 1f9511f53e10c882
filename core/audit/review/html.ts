import { Html, html } from '../../html.ts';
import type { Sha256 } from '../log/merkle.ts';
import { toBase64 } from '../log/note.ts';
import type { Report } from './report.ts';
import { type NameOf, type Section, sectionsOf } from './sections.ts';
import { footOfPages, reportStyle } from './style.ts';
import { summary } from './summary.ts';
import { minute, span } from './words.ts';

interface Showing {
  nameOf: NameOf;
  sha256: Sha256;
}

/**
 * The report as one page that needs nothing else, to be read on a screen and printed. It has no script and runs none, and its policy names its
 * own style by the hash, so that no other is applied.
 */
export function reportHtml(report: Report, { nameOf, sha256 }: Showing): string {
  const written = `${report.id}, written ${minute(report.writtenAt)} UTC`;
  const style = reportStyle + footOfPages(`Vitrine: review ${written}`);
  const title = `Vitrine: ${report.kind} review, ${span(report)}`;
  const sections = sectionsOf(report, nameOf);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${new Html(hashOf(style, sha256))}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header>
<h1>${report.kind === 'weekly' ? 'Weekly' : 'Monthly'} review of access to logs</h1>
<p>${span(report)}. Times are UTC where no other zone is named.</p>
</header>
<main>
${summary(report)}
<nav aria-label="Parts">${sections.map(({ anchor, title: to, count }) => html`<a href="#${anchor}">${to} <span class="soft">${count.toLocaleString('en')}</span></a>`)}</nav>
${sections.map(markup)}
</main>
<footer>Report ${written} under the rules ${report.rulesVersion}. Reasons and notes are redacted. Whether the evidence is what was signed: <code>vitrine audit verify</code>.</footer>
</body>
</html>
`.toString();
}

function markup({ anchor, title, lead, body }: Section): Html {
  return html`<section id="${anchor}" aria-labelledby="${anchor}-title"><h2 id="${anchor}-title">${title}</h2>${
    lead !== undefined && html`<p class="soft">${lead}</p>`
  }
${body}</section>
`;
}

function hashOf(style: string, sha256: Sha256): string {
  return toBase64(sha256(new TextEncoder().encode(style)));
}
