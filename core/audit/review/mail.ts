import { html } from '../../html.ts';
import type { Mail } from '../../ports.ts';
import { type FiledReport, openItems } from './store.ts';

/** More than this nobody reads in a mail. */
const maxItems = 40;

/** Tells a reviewer of a report, or everybody responsible that its time is over. */
export function reportMail(report: FiledReport, occasion: 'new' | 'overdue'): Omit<Mail, 'to'> {
  const open = openItems(report);
  const due = report.dueAt.slice(0, 10);
  const count = `${open.length} item${open.length === 1 ? '' : 's'}`;
  const what = `${report.kind} review of access to logs from ${report.from}`;
  const subject =
    occasion === 'new'
      ? `Vitrine: ${what}: ${count} to sign off`
      : `Vitrine: overdue: ${what}: ${count} not signed off`;
  const lead =
    occasion === 'new'
      ? `The ${what} to before ${report.to} is written. ${open.length === 0 ? 'There is nothing to sign off.' : `Please sign off ${count} by ${due}.`}`
      : `The ${what} was to be signed off by ${due}. Still open: ${count}.`;
  const shown = open.slice(0, maxItems);
  const left = open.length > shown.length ? `and ${open.length - shown.length} more` : undefined;
  const how = `vitrine report show ${report.id}`;
  const where = `The whole report lies in the evidence bucket under reviews/${report.id}, as .html, .csv and .json.`;
  return {
    subject,
    text: [
      lead,
      '',
      ...shown.map(({ id, kind, words }) => `${id}  ${kind}: ${words.replace(/\s+/g, ' ')}`),
      ...(left === undefined ? [] : [left]),
      '',
      how,
      where,
      '',
    ].join('\n'),
    html: html`<!doctype html><html lang="en"><body>
<p>${lead}</p>
<table>${shown.map(
      ({ id, kind, words }) =>
        html`<tr><th align="left" valign="top">${id}</th><td valign="top">${kind}</td><td>${words}</td></tr>`,
    )}</table>
${left !== undefined && html`<p>${left}</p>`}
<p><code>${how}</code></p>
<p>${where}</p>
</body></html>`.toString(),
  };
}
