import { dayMs, dayOf } from '../../day.ts';
import { formatDuration } from '../../duration.ts';
import { Html, html } from '../../html.ts';
import type { GrantLine } from './grants.ts';
import type { Report } from './report.ts';
import { reportStyle, reportStyleHash } from './style.ts';

type Name = (person: string) => string;

/** The report as one page that needs nothing else, to be read on a screen and printed. It has no script, and runs none. */
export function reportHtml(report: Report, nameOf: Name): string {
  const title = `Vitrine: ${report.kind} review, ${span(report)}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${new Html(reportStyleHash)}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(reportStyle)}</style>
</head>
<body>
<header>
<h1>${report.kind === 'weekly' ? 'Weekly' : 'Monthly'} review of access to logs</h1>
<p>${span(report)}, UTC. ${ledgerWords(report)}</p>
</header>
${figures(report)}
${itemsSection(report)}
${grantsSection(report, nameOf)}
${anomaliesSection(report, nameOf)}
${decisionsSection(report, nameOf)}
${rightsSection(report)}
<footer>Report ${report.id}, written ${minute(report.writtenAt)} under the rules ${report.rulesVersion}. Reasons and notes are redacted. To check the evidence itself: <code>vitrine audit verify</code>.</footer>
</body>
</html>
`.toString();
}

function figures({ totals }: Report): Html {
  const entries = [
    ['Accesses', totals.grants],
    ['Broken glass', totals.breakGlass],
    ['Queries', totals.queries],
    ['Rows handed out', totals.rows],
    ['Refused calls', totals.refused],
    ['Alerts of the watch', totals.alerts],
  ] as const;
  return html`<dl class="figures">${entries.map(
    ([label, value]) => html`<div><dt>${label}</dt><dd>${value.toLocaleString('en')}</dd></div>`,
  )}</dl>`;
}

function itemsSection({ id, items, dueAt }: Report): Html {
  const rows = items.map(
    (item) =>
      html`<tr><td class="tight"><code>${item.id}</code></td><td class="tight">${item.kind}</td><td class="words">${item.words}${
        item.request !== undefined && html`<code class="soft reference">${item.request}</code>`
      }</td><td class="box"><span></span></td></tr>`,
  );
  return section(
    'To sign off',
    items.length === 0
      ? 'Nothing.'
      : html`Each by somebody whom it is not about, by ${minute(dueAt)}: <code>vitrine report sign ${id} ITEM --outcome accepted --note "…"</code>`,
    table(['Item', 'Kind', 'What', 'Signed'], rows),
  );
}

function grantsSection({ grants }: Report, nameOf: Name): Html {
  const rows = grants.map(
    (grant) =>
      html`<tr><td class="tight">${nameOf(grant.person)}</td><td class="tight">${grant.scope}${
        grant.kind === 'break-glass' && html`<br><span class="doubtful">glass broken</span>`
      }</td><td class="words">${grant.reason}${grant.ticket !== undefined && html` <code>${grant.ticket}</code>`}</td><td class="tight">${
        grant.approver === undefined ? '–' : nameOf(grant.approver)
      }</td><td class="tight">${minute(grant.openedAt)}<br><span class="soft">${ending(grant)}</span></td><td class="number">${
        grant.queries
      }</td><td class="number">${grant.rows.toLocaleString('en')}</td><td class="tight">${verdict(grant.justified)}</td><td class="tight">${verdict(
        grant.purpose,
      )}</td><td class="tight">${verdict(grant.prompt)}</td></tr>`,
  );
  return section(
    'Accesses',
    grants.length === 0
      ? 'None was opened.'
      : 'Whether each was justified, used for its purpose and promptly given up is judged by rule when it ends.',
    table(
      [
        'Who',
        'Scope',
        'Why',
        'Approved by',
        'Opened',
        '#Queries',
        '#Rows',
        'Justified',
        'Purpose',
        'Given up',
      ],
      rows,
    ),
  );
}

function anomaliesSection({ anomalies }: Report, nameOf: Name): Html {
  const rows = anomalies.map(
    ({ time, rule, person, detail, event }) =>
      html`<tr><td class="tight">${minute(time)}</td><td class="tight">${rule}</td><td class="tight">${nameOf(person)}</td><td class="words">${detail}</td><td><code class="soft">${event}</code></td></tr>`,
  );
  return section(
    'Anomalies',
    anomalies.length === 0 ? 'The watch raised nothing.' : '',
    table(['When', 'Rule', 'Who', 'What', 'Event'], rows),
  );
}

function decisionsSection({ decisions }: Report, nameOf: Name): Html {
  const rows = decisions.map(
    ({ approver, requester, approved, denied, medianSeconds, isRubberStamp }) =>
      html`<tr><td>${nameOf(approver)}</td><td>${nameOf(requester)}</td><td class="number">${approved}</td><td class="number">${denied}</td><td class="number">${formatDuration(
        medianSeconds,
      )}</td><td>${isRubberStamp && html`<span class="no">looks like a rubber stamp</span>`}</td></tr>`,
  );
  return section(
    'Who decided for whom',
    decisions.length === 0 ? 'Nobody decided on anything.' : '',
    table(['Approver', 'Requester', '#Approved', '#Denied', '#Median time', ''], rows),
  );
}

function rightsSection({ unusedRights }: Report): Html {
  const rows = unusedRights.map(
    ({ scope, group, as, days, proposal }) =>
      html`<tr><td>${scope}</td><td>${group}</td><td>${as}</td><td class="number">${days} days</td><td class="words"><code>${proposal}</code></td></tr>`,
  );
  return section(
    'Rights that nobody used',
    unusedRights.length === 0 ? 'None, as far as the evidence reaches back.' : '',
    table(['Scope', 'Group', 'As', '#Not used for', 'Proposal'], rows),
  );
}

function section(title: string, lead: string | Html, body: Html | undefined): Html {
  return html`<section><h2>${title}</h2>${lead !== '' && html`<p class="soft">${lead}</p>`}${body}</section>`;
}

/** A title with a # before it stands over numbers. */
function table(titles: readonly string[], rows: readonly Html[]): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<table><thead><tr>${titles.map((title) =>
    title.startsWith('#')
      ? html`<th class="number">${title.slice(1)}</th>`
      : html`<th${title === 'Signed' && html` class="box"`}>${title}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table>`;
}

function verdict(answer: string | undefined): Html {
  if (answer === undefined) return html`<span class="soft">–</span>`;
  if (answer === 'yes') return html`<span class="yes">yes</span>`;
  if (answer === 'no') return html`<span class="no">no</span>`;
  return answer === 'doubtful' ? html`<span class="doubtful">doubtful</span>` : html`<span>${answer}</span>`;
}

function ending({ openedAt, closedAt, closedReason }: GrantLine): string {
  if (closedAt === undefined) return 'still open';
  const seconds = Math.round((Date.parse(closedAt) - Date.parse(openedAt)) / 60_000) * 60;
  return `${closedReason} after ${formatDuration(Math.max(60, seconds))}`;
}

function ledgerWords({ ledger }: Report): string {
  if (ledger.signedAt === undefined) return 'The log of the evidence has no signed head.';
  return `The log of the evidence has ${(ledger.size ?? 0).toLocaleString('en')} entries; its newest head was signed ${minute(ledger.signedAt)}.`;
}

function span({ from, to }: Report): string {
  const last = dayOf(Date.parse(to) - dayMs);
  return `${from} to ${last}`;
}

const minute = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)}`;
