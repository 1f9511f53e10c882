import { counted } from '../../counted.ts';
import { type Html, html } from '../../html.ts';
import { isFresh } from './items.ts';
import type { Report } from './report.ts';
import { kindsInWords, minute } from './words.ts';

/** What a reviewer has to know who reads nothing else: what is to be done, and whether the evidence can be believed. */
export function summary(report: Report): Html {
  const { items, dueAt } = report;
  return html`<section class="summary" aria-label="Summary">
<p class="lead">${
    items.length === 0
      ? html`<strong>Nothing is to be signed off.</strong>`
      : html`<strong>${counted(items.length, 'item')} to sign off by ${minute(dueAt)} UTC:</strong> ${kindsInWords(items)}.`
  }</p>
<p>${happened(report)}</p>
<ul class="evidence" aria-label="Evidence">
<li>${head(report)}</li>
<li>${comparisons(report)}</li>
</ul>
${figures(report)}
</section>`;
}

function happened({ grants, totals }: Report): string {
  if (grants.length === 0) return 'Nobody was given access.';
  const people = new Set(grants.map(({ person }) => person)).size;
  const opened = `${counted(people, 'person', 'people')} opened ${counted(grants.length, 'access', 'accesses')}`;
  const seen = `and saw ${counted(totals.rows, 'row')} of logs.`;
  if (totals.breakGlass === 0) return `${opened}, none by breaking glass, ${seen}`;
  return `${opened}, ${totals.breakGlass.toLocaleString('en')} by breaking glass, ${seen}`;
}

function head({ ledger, writtenAt }: Report): Html {
  if (ledger.signedAt === undefined) return html`${bad} The log of the evidence has no signed head.`;
  const known = `${counted(ledger.size ?? 0, 'entry', 'entries')}; its newest head was signed ${minute(ledger.signedAt)}`;
  return isFresh(ledger, Date.parse(writtenAt))
    ? html`${good} The log of the evidence has ${known}.`
    : html`${bad} The log of the evidence stands still. It has ${known}.`;
}

function comparisons({ comparisons: { agreed, differed } }: Report): Html {
  const all = agreed + differed.length;
  if (all === 0) return html`${doubt} Nobody compared log, bucket and copy of the evidence in this time.`;
  const compared = `Log, bucket and copy of the evidence were compared ${counted(all, 'time')}`;
  return differed.length === 0
    ? html`${good} ${compared}, and agreed.`
    : html`${bad} ${compared}, and differed in ${differed.length} of them.`;
}

const good = html`<strong class="yes">In order.</strong>`;
const doubt = html`<strong class="doubtful">Unknown.</strong>`;
const bad = html`<strong class="no">Alarm.</strong>`;

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
