import { counted } from '../../counted.ts';
import { html } from '../../html.ts';
import type { Mail } from '../../ports.ts';
import { type FiledReport, openItems } from './store.ts';
import { byKind, kindsInWords, minute, span } from './words.ts';

/** More than this of a kind nobody reads in a mail; the first ones of every kind are there. */
const maxOfKind = 10;

/** Tells a reviewer of a report, or everybody responsible that its time is over. */
export function reportMail(report: FiledReport, occasion: 'new' | 'overdue'): Omit<Mail, 'to'> {
  const open = openItems(report);
  const what = `${report.kind} review of access to logs, ${span(report)}`;
  const due = `${minute(report.dueAt)} UTC`;
  const count = counted(open.length, 'item');
  const isDone = open.length === 0;
  const subject =
    occasion === 'new'
      ? `Vitrine: ${what}: ${isDone ? 'nothing' : count} to sign off`
      : `Vitrine: overdue: ${what}: ${count} not signed off`;
  const lead =
    occasion === 'new'
      ? `The ${what}, is written. ${isDone ? 'There is nothing to sign off.' : `Please sign off ${count} by ${due}: ${kindsInWords(open)}.`}`
      : `The ${what}, was to be signed off by ${due}. Still open: ${kindsInWords(open)}.`;
  const groups = byKind(open).map(({ title, items }) => ({
    title,
    items: items.slice(0, maxOfKind),
    left: items.length > maxOfKind && `and ${(items.length - maxOfKind).toLocaleString('en')} more`,
  }));
  const commands = [
    `vitrine report show ${report.id}`,
    ...(isDone ? [] : [`vitrine report sign ${report.id} ITEM --outcome accepted --note "…"`]),
  ];
  const where = `The whole report lies in the evidence bucket as reviews/${report.id}.html, to be read and printed, .csv and .json.`;
  return {
    subject,
    text: [
      lead,
      '',
      ...groups.flatMap(({ title, items, left }) => [
        title,
        // On one line each, so that the words of a stranger cannot pose as another item.
        ...items.map(({ id, words }) => `  ${id}  ${words.replace(/\s+/g, ' ')}`),
        ...(left ? [`  ${left}`] : []),
        '',
      ]),
      ...commands,
      '',
      where,
      '',
    ].join('\n'),
    html: html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${subject}</title></head><body>
<p>${lead}</p>
${groups.map(
  ({ title, items, left }) => html`<h3>${title}</h3>
<table cellpadding="4">${items.map(
    ({ id, words }) =>
      html`<tr><th scope="row" align="left" valign="top" nowrap>${id}</th><td dir="auto">${words}</td></tr>`,
  )}</table>
${left && html`<p>${left}</p>`}
`,
)}${commands.map((command) => html`<p><code>${command}</code></p>`)}
<p>${where}</p>
</body></html>`.toString(),
  };
}
